"""A stream of payments as life brings them: most with their reference, some with every slip that people and banks make."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from klynge.billing.rules.fik import check_digit, payment_id
from klynge.billing.rules.matching import Entry, OpenInvoice, Payer
from klynge.billing.rules.matching.names import plain_name

PRICES = [1_000, 2_500, 4_500, 7_000, 10_000, 14_000, 19_000, 25_000]  # kroner without VAT
SYLLABLES = [
    "al",
    "bo",
    "da",
    "el",
    "fi",
    "gro",
    "ha",
    "is",
    "jo",
    "ka",
    "lin",
    "mo",
    "nor",
    "ol",
    "pe",
    "ro",
    "sko",
    "tor",
    "ul",
    "va",
    "by",
    "dan",
    "fjord",
    "grøn",
    "høj",
    "klit",
    "lys",
    "mark",
    "nør",
    "strand",
    "vig",
    "ø",
    "år",
]
TRADES = [
    "Software",
    "Data",
    "Robotik",
    "Energi",
    "Rådgivning",
    "Sensor",
    "Byg",
    "Design",
    "Teknik",
    "Maskinfabrik",
    "Logistik",
    "Consult",
    "Systems",
    "Automation",
    "Telecom",
    "Analyse",
]
FORMS = ["ApS", "A/S", "I/S", "", "ApS", "A/S"]
TOWNS = ["Aalborg", "Hjørring", "Frederikshavn", "Brønderslev", "Thisted", "Hobro", "Løgstør", "Skagen"]
# kind: how many of a thousand payments. What no one could book without asking (the last line) is part of life too.
SHARES = {
    "fik": 640, "number": 120, "name": 70, "fik_slip": 40, "number_slip": 35, "spelling": 35, "several": 25, "short_number": 10,
    "partial": 6, "too_much": 4, "twice": 4, "credited": 3, "stranger": 4, "foreign": 4,
}  # fmt: skip
ISSUED = date(2027, 1, 4)


@dataclass(frozen=True)
class Stream:
    """What was issued, who may pay, what came in, and the truth: {entry: ({invoice: minor units}, kind)}."""

    invoices: list[OpenInvoice]
    payers: list[Payer]
    entries: list[Entry]
    truth: dict[int, tuple[dict[int, int], str]]


def stream(count: int, *, seed: int) -> Stream:
    """Make ``count`` payments; the same seed makes the same ones."""
    return _Maker(random.Random(seed)).make(count)


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.invoices: list[OpenInvoice] = []
        self.payers: list[Payer] = []
        self.entries: list[Entry] = []
        self.truth: dict[int, tuple[dict[int, int], str]] = {}
        self.names: set[str] = set()
        self.strangers: set[str] = set()

    def make(self, count: int) -> Stream:
        kinds = self.chance.choices(list(SHARES), list(SHARES.values()), k=count)
        for kind in kinds:
            if len(self.entries) < count:
                getattr(self, f"make_{kind}", self._plain)(kind)
        order = list(self.entries)
        self.chance.shuffle(order)
        return Stream(self.invoices, self.payers, order, self.truth)

    def _name(self, *, is_stranger: bool = False) -> str:
        while True:
            word = "".join(self.chance.choices(SYLLABLES, k=self.chance.choice([2, 3, 3, 4]))).capitalize()
            base = f"{word} {self.chance.choice(TRADES)}"
            if self.payers and self.chance.random() < 0.06:  # one of a family of companies
                base = self.chance.choice(self.payers).names[0].rsplit(" ", 1)[0]
            base += self.chance.choice(["", "", f" {self.chance.choice(TOWNS)}", " Holding", " Nord"])
            name = f"{base} {self.chance.choice(FORMS)}".strip()
            # companies of one group may differ in their form alone; strangers must not (the Danish Companies Act, section 2)
            if name in self.names or plain_name(name) in self.strangers or (is_stranger and plain_name(name) in self.names):
                continue
            self.names |= {name, plain_name(name)}
            if is_stranger:
                self.strangers.add(plain_name(name))
            return name

    def _payer(self) -> Payer:
        payer = Payer(len(self.payers) + 1, (self._name(),), cvr=f"{10_000_000 + len(self.payers)}")
        self.payers.append(payer)
        return payer

    def _invoice(self, payer: Payer, *, is_open: bool = True, is_credited: bool = False) -> OpenInvoice:
        serial = len(self.invoices) + 1
        total = self.chance.choice(PRICES) * 125
        issued = ISSUED + timedelta(days=self.chance.randrange(20))
        invoice = OpenInvoice(
            serial, f"2027-{serial:05d}", payer.id, total if is_open else 0, total, issued, payment_id("2027", serial), is_credited
        )
        self.invoices.append(invoice)
        return invoice

    def _entry(self, kind: str, parts: dict[int, int], amount: int, **said: str) -> None:
        entry = Entry(len(self.entries) + 1, amount, ISSUED + timedelta(days=self.chance.randrange(10, 60)), **said)
        self.entries.append(entry)
        self.truth[entry.id] = (parts, kind)

    def _written(self, name: str) -> str:
        """As the bank writes a name: mostly as it is, often in capitals, sometimes cut off."""
        name = name.upper() if self.chance.random() < 0.4 else name
        return name[:35] if self.chance.random() < 0.9 else name[:20]

    def _said(self, kind: str, payer: Payer, invoice: OpenInvoice) -> dict[str, str]:
        name = self._written(payer.names[0])
        if kind == "fik":
            return {"reference_kind": "fik", "reference": invoice.payment_id, "payer_name": name if self.chance.random() < 0.6 else ""}
        if kind == "fik_slip":
            return {"reference_kind": "fik", "reference": self._slip(invoice.payment_id), "payer_name": name}
        if kind in ("number", "number_slip"):
            number = invoice.number if kind == "number" else self._slip(invoice.number.replace("-", ""))
            return {"text": self.chance.choice(["Faktura {}", "{}", "Kontingent, fakt. {}", "inv {}"]).format(number), "payer_name": name}
        if kind == "short_number":
            return {"text": f"faktura {int(invoice.number[5:])}", "payer_name": name}
        if kind == "spelling":
            return {"text": "kontingent", "payer_name": self._misspelt(payer.names[0])}
        return {"text": self.chance.choice(["kontingent 2027", "medlemskab", ""]), "payer_name": name}

    def _plain(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer)
        self._entry(kind, {invoice.id: invoice.open_minor}, invoice.open_minor, **self._said(kind, payer, invoice))

    def make_several(self, kind: str) -> None:
        payer = self._payer()
        some = [self._invoice(payer) for _ in range(self.chance.choice([2, 2, 3]))]
        said = self._said(self.chance.choice(["fik", "name", "number"]), payer, some[0])
        if "text" in said and self.chance.random() < 0.5:
            said["text"] = " ".join(one.number for one in some)
        self._entry(kind, {one.id: one.open_minor for one in some}, sum(one.open_minor for one in some), **said)

    def make_partial(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer)
        amount = invoice.open_minor // 2
        self._entry(kind, {invoice.id: amount}, amount, **self._said("fik", payer, invoice))

    def make_too_much(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer)
        self._entry(kind, {invoice.id: invoice.open_minor}, invoice.open_minor + 100_00, **self._said("fik", payer, invoice))

    def make_twice(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer)
        said = self._said("fik", payer, invoice)
        self._entry("fik", {invoice.id: invoice.open_minor}, invoice.open_minor, **said)
        self._entry(kind, {invoice.id: invoice.open_minor}, invoice.open_minor, **said)  # either of the two may settle it

    def make_credited(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer, is_open=False, is_credited=True)
        self._entry(kind, {}, invoice.total_minor, **self._said("fik", payer, invoice))

    def make_stranger(self, kind: str) -> None:
        self._entry(kind, {}, self.chance.choice(PRICES) * 125, text="Tilskud", payer_name=self._name(is_stranger=True))

    def make_foreign(self, kind: str) -> None:
        payer = self._payer()
        invoice = self._invoice(payer)
        said = self._said("number", payer, invoice)
        self._entry(kind, {invoice.id: invoice.open_minor - 45_00}, invoice.open_minor - 45_00, original_currency="EUR", **said)

    def _slip(self, digits: str) -> str:
        """One digit wrong, two swapped, one lost; of a payment id also two wrong that the check digit happens to let pass."""
        place, way = self.chance.randrange(4, len(digits) - 1), self.chance.random()
        if way < 0.45:
            return digits[:place] + str((int(digits[place]) + self.chance.randrange(1, 10)) % 10) + digits[place + 1 :]
        if way < 0.8:
            return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if len(digits) == 15 and way < 0.95:
            other = self.chance.choice(self.invoices).payment_id[:14]
            return other + str(check_digit(other))
        return digits[:place] + digits[place + 1 :]

    def _misspelt(self, name: str) -> str:
        for old, new in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), (" A/S", " AS"), (" ApS", "")):
            if self.chance.random() < 0.7:
                name = name.replace(old, new)
        if self.chance.random() < 0.5:
            place = self.chance.randrange(1, len(name) - 1)
            name = name[:place] + name[place + 1 :]
        return name.upper()
