"""The chart of accounts: an account's code says what it is and, with its names, what it is called."""

ASSET, LIABILITY, INCOME, EXPENSE = "asset", "liability", "income", "expense"
KINDS = {"receivable": ASSET, "bank": ASSET, "vat": LIABILITY, "prepayment": LIABILITY, "income": INCOME, "expense": EXPENSE}
BANK, VAT = "bank", "vat:payable"
NAMES = {
    "bank": {"da": "Bank", "en": "Bank"},
    "vat": {"da": "Skyldig moms", "en": "VAT payable"},
    "receivable": {"da": "Tilgodehavende", "en": "Receivable"},
    "prepayment": {"da": "Forudbetalt", "en": "Prepaid"},
    "income:dues": {"da": "Kontingent", "en": "Membership dues"},
    "income:interest": {"da": "Morarenter", "en": "Interest on late payment"},
    "income:reminders": {"da": "Rykkergebyrer og kompensation", "en": "Reminder fees and compensation"},
    "income": {"da": "Indtægt", "en": "Income"},
    "expense:bad_debt": {"da": "Tab på debitorer", "en": "Bad debts"},
    "expense": {"da": "Udgift", "en": "Expense"},
}
# The numbers that Danish bookkeeping systems come with for these; a cluster gives its own (Settings, Books).
NUMBERS = {
    "income:dues": "1010",
    "income:interest": "1080",
    "income:reminders": "1085",
    "income": "1090",
    "expense:bad_debt": "2890",
    "expense": "2990",
    "receivable": "5600",
    "bank": "5820",
    "prepayment": "6150",
    "vat": "6902",
}


def receivable(organisation_id: int) -> str:
    """Return the code of what an organisation owes."""
    return f"receivable:organisation:{organisation_id}"


def holder_of(code: str) -> int | None:
    """Return whose account it is: the organisation's id at the end of ``receivable:organisation:7``; none for the cluster's own."""
    _family, _, rest = code.partition(":")
    kind, _, number = rest.partition(":")
    return int(number) if kind == "organisation" and number.isdigit() else None


def family_of(code: str) -> str:
    """Return the family that stands in the chart for the account: the longest one that its code begins with. Raises: ValueError."""
    kind_of(code)
    parts = code.split(":")
    return next(family for size in range(len(parts), 0, -1) if (family := ":".join(parts[:size])) in NUMBERS)


def kind_of(code: str) -> str:
    """Return asset, liability, income or expense. Raises: ValueError for a code of no known family."""
    family = code.partition(":")[0]
    if family not in KINDS:
        raise ValueError(f"{code!r} is no account: it begins with none of {', '.join(sorted(KINDS))}.")
    return KINDS[family]


def names_of(code: str) -> dict[str, str]:
    """Return what the account is called, as ``{da, en}``; its own detail follows the family's name."""
    if code in NAMES:
        return dict(NAMES[code])
    family, _, detail = code.partition(":")
    if family == "vat":
        return {lang: name if detail == "payable" else f"{name} ({detail})" for lang, name in NAMES["vat"].items()}
    tail = detail.rpartition(":")[2]
    return {lang: f"{name} {tail}".strip() for lang, name in NAMES[family].items()}


def signed(kind: str, *, debits: int, credits: int) -> int:
    """Return a balance as people read it: positive where the account usually stands, in minor units."""
    return debits - credits if kind in {ASSET, EXPENSE} else credits - debits
