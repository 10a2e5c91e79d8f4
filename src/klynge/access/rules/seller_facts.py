"""Which of a cluster's own facts can stand on an invoice. Codes only; the words are the action's."""

import re
from collections.abc import Mapping

from stdnum import iban
from stdnum.dk import cvr


def faults(facts: Mapping[str, str]) -> dict[str, str]:
    """Return {field: code} of what can't be used; a fact left out or empty is no fault."""
    found = {
        "cvr": _unless(facts.get("cvr"), cvr.is_valid, "cvr"),
        "iban": _unless(facts.get("iban"), iban.is_valid, "iban"),
        "bic": _unless(facts.get("bic"), lambda text: bool(re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", text)), "bic"),
        "bank_reg": _unless(facts.get("bank_reg"), lambda text: bool(re.fullmatch(r"\d{4}", text)), "reg"),
        "bank_account": _unless(facts.get("bank_account"), lambda text: bool(re.fullmatch(r"\d{4,10}", text)), "account"),
        "fik_creditor": _unless(facts.get("fik_creditor"), lambda text: bool(re.fullmatch(r"8\d{7}", text)), "fik"),
    }
    if bool(facts.get("bank_reg")) != bool(facts.get("bank_account")):
        found["bank_account"] = found["bank_account"] or "pair"
    return {field: code for field, code in found.items() if code}


def doubts(facts: Mapping[str, str]) -> dict[str, str]:
    """Return {field: code} of what can be used but looks wrong: a creditor number that fails its check, an IBAN of another account."""
    found = {}
    creditor, account = facts.get("fik_creditor", ""), facts.get("bank_account", "")
    if re.fullmatch(r"8\d{7}", creditor) and not _passes_check(creditor):
        found["fik_creditor"] = "check"
    ours = f"{facts.get('bank_reg', '')}{account.zfill(10)}"
    if account and facts.get("iban", "").startswith("DK") and not facts["iban"].replace(" ", "").endswith(ours):
        found["iban"] = "other_account"
    return found


def _unless(text: str | None, is_good: object, code: str) -> str:
    return code if text and not is_good(text) else ""  # type: ignore[operator]


def _passes_check(creditor: str) -> bool:
    """Modulus 11 over the eight digits with the weights of a CVR number."""
    return sum(int(digit) * weight for digit, weight in zip(creditor, (2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0
