"""ISO 20022 bank statements (camt.053) and notifications (camt.054), versions 2 to 8 and whatever namespace.

Read as a stream, so a year of payments takes no more memory than a day. Entities and document types are refused, never followed.
Source: ISO 20022 camt.053.001.02-08; the Danish FIK reference as ``71/…`` in Strd/CdtrRefInf/Ref.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from lxml import etree

from .lines import Heading, Line, Unreadable, minor_of, plain, reference_of

REPORTS = {"Stmt": "camt.053", "Ntfctn": "camt.054"}
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt(source: IO[bytes]) -> Iterator[Heading | Line]:
    """Yield each statement's heading and then its lines. Raises: Unreadable, with the line of the file."""
    try:
        yield from _read(source)
    except etree.XMLSyntaxError as fault:
        raise Unreadable("xml", line=fault.lineno or 0, value=str(fault.msg)) from fault
    except UnicodeDecodeError as fault:
        raise Unreadable("encoding", value=str(fault)) from fault


def _read(source: IO[bytes]) -> Iterator[Heading | Line]:
    parser = etree.iterparse(source, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    report: Any = None
    has_heading = has_report = is_checked = False
    for event, element in parser:
        if not is_checked:
            _refuse_document_type(element)
            is_checked = True
        name = _name(element)
        if event == "start":
            if name in REPORTS:
                report, has_heading, has_report = element, False, True
            elif name == "Rpt" and report is None:
                raise Unreadable("intraday", line=element.sourceline)
            elif name == "Ntry" and report is not None and not has_heading:
                yield _heading(report)
                has_heading = True
        elif report is not None and name == "Ntry":
            yield from _entry(element, report)
            _forget(element)
        elif element is report:
            if not has_heading:
                yield _heading(report)
            _forget(element)
            report = None
    if not has_report:
        raise Unreadable("no_statement")


def _refuse_document_type(element: Any) -> None:
    if element.getroottree().docinfo.doctype:
        raise Unreadable("doctype", line=element.sourceline)


def _forget(element: Any) -> None:
    """Let go of what was read, and of what stands before it."""
    element.clear()
    while (before := element.getprevious()) is not None and _name(before) == _name(element):
        element.getparent().remove(before)


def _heading(report: Any) -> Heading:
    account = _find(report, "Acct")
    balances = {}
    for balance in _all(report, "Bal"):
        kind = _text(balance, "Tp/CdOrPrtry/Cd")
        if kind in OPENING + CLOSING and _text(balance, "Amt"):
            amount = _find(balance, "Amt")
            sign = -1 if _text(balance, "CdtDbtInd") == "DBIT" else 1
            balances[kind] = (sign * minor_of(_said(amount), line=balance.sourceline), amount.get("Ccy", ""))
    opening = next((balances[kind] for kind in OPENING if kind in balances), None)
    closing = next((balances[kind] for kind in CLOSING if kind in balances), None)
    currency = _text(account, "Ccy") or (opening or closing or (0, ""))[1]
    if opening and closing and opening[1] != closing[1]:
        closing = None  # balances in two currencies say nothing of each other
    number = _text(report, "ElctrncSeqNb") or _text(report, "Id")
    return Heading(
        account=plain(_account(account), 34), currency=currency, name=plain(_text(account, "Nm") or _text(account, "Ownr/Nm"), 80),
        number=plain(number, 35), opening_minor=opening[0] if opening else None, closing_minor=closing[0] if closing else None,
    )  # fmt: skip


def _entry(entry: Any, report: Any) -> Iterator[Line]:
    """Split a booked entry into its transactions, when they say all of it; what is only expected is passed over."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != "BOOK":
        return
    amount = _find(entry, "Amt")
    if amount is None:
        raise Unreadable("no_amount", line=entry.sourceline)
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt") or _day(report, "CreDtTm")
    if booked is None:
        raise Unreadable("no_day", line=entry.sourceline)
    minor = minor_of(_said(amount), line=amount.sourceline) * _sign(entry, entry)
    if minor == 0:
        return
    facts = {
        "booked_on": booked, "value_on": _day(entry, "ValDt"), "currency": amount.get("Ccy", ""), "is_reversal": _text(entry, "RvslInd") == "true",
    }  # fmt: skip
    parts = [part for details in _all(entry, "NtryDtls") for part in _all(details, "TxDtls")]
    batch = plain(_text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"), 80)
    split = _split(parts, entry, facts["currency"], minor)
    if split is None:
        yield Line(amount_minor=minor, **facts, **_told(parts, entry, minor))  # with no batch: a sum, if anything
        return
    for part, part_minor in split:
        yield Line(amount_minor=part_minor, **facts, **_told([part], entry, part_minor), batch=batch)


def _split(parts: list[Any], entry: Any, currency: str, minor: int) -> list[tuple[Any, int]] | None:
    """Return each part with its amount, if there are several and they add up to the entry."""
    if len(parts) < 2:
        return None
    found = []
    for part in parts:
        amount = _find(part, "Amt")
        if amount is None:
            amount = _find(part, "AmtDtls/TxAmt/Amt")
        if amount is None or amount.get("Ccy", currency) != currency:
            return None
        part_minor = minor_of(_said(amount), line=part.sourceline) * _sign(part, entry)
        if part_minor:
            found.append((part, part_minor))
    return found if sum(part_minor for _part, part_minor in found) == minor else None


def _told(parts: list[Any], entry: Any, minor: int) -> dict[str, Any]:
    """Return what the entry and its transactions say beside the amount."""
    part = parts[0] if len(parts) == 1 else None
    words = [_said(word) for one in parts for info in _all(one, "RmtInf") for word in _all(info, "Ustrd")]
    words += [_text(one, "AddtlTxInf") for one in parts] + [_text(entry, "AddtlNtryInf")]
    who, account = ("Dbtr", "DbtrAcct") if minor > 0 else ("Cdtr", "CdtrAcct")
    told: dict[str, Any] = {"text": plain(" ".join(filter(None, words)), 1000)}
    told["bank_reference"] = plain(_text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"), 80)
    if part is None:
        return told
    parties, other = _find(part, "RltdPties"), "CdtrAcct" if minor > 0 else "DbtrAcct"
    told["bank_reference"] = plain(_text(part, "Refs/AcctSvcrRef") or _text(part, "Refs/TxId") or told["bank_reference"], 80)
    told["payer_name"] = plain(_party(parties, who), 140)
    told["payer_account"] = plain(_account(_find(parties, account)), 34)
    told |= _original(part)
    references = [_said(ref) for info in _all(part, "RmtInf") for strd in _all(info, "Strd") for ref in _all(strd, "CdtrRefInf/Ref")]
    kinds = [found for reference in references if (found := reference_of(reference))[0]]
    if kinds:
        told["reference_kind"], told["reference"] = kinds[0]
    elif references:
        told["text"] = plain(f"{' '.join(references)} {told['text']}", 1000)
    creditor = plain(_text(parties, f"{other}/Id/Othr/Id"), 34)
    told["fik_creditor"] = creditor if told.get("reference_kind") == "fik" and len(creditor) == 8 and creditor.isdigit() else ""
    return told


def _original(part: Any) -> dict[str, Any]:
    amount = _find(part, "AmtDtls/InstdAmt/Amt")
    if amount is None or amount.get("Ccy") in (None, "", _currency(part)):
        return {}
    return {"original_minor": minor_of(_said(amount), line=amount.sourceline), "original_currency": amount.get("Ccy", "")[:3]}


def _currency(part: Any) -> str | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if (amount := _find(part, path)) is not None:
            return str(amount.get("Ccy"))
    return None


def _sign(element: Any, entry: Any) -> int:
    direction = _text(element, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    if direction not in ("CRDT", "DBIT"):
        raise Unreadable("direction", line=element.sourceline, value=direction)
    return 1 if direction == "CRDT" else -1


def _party(parties: Any, who: str) -> str:
    """Return the name; where the bank has only an address, its first line."""
    for path in (
        f"{who}/Nm",
        f"{who}/Pty/Nm",
        f"Ultmt{who}/Nm",
        f"Ultmt{who}/Pty/Nm",
        f"{who}/PstlAdr/AdrLine",
        f"{who}/Pty/PstlAdr/AdrLine",
    ):
        if name := _text(parties, path):
            return name
    return ""


def _account(account: Any) -> str:
    return (_text(account, "Id/IBAN") or _text(account, "Id/Othr/Id")).replace(" ", "")


def _day(element: Any, path: str) -> date | None:
    text = _text(element, f"{path}/Dt") or _text(element, f"{path}/DtTm") or _text(element, path)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable("day", line=element.sourceline, value=text) from None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _all(element: Any, path: str) -> list[Any]:
    found = [] if element is None else [element]
    for step in path.split("/"):
        found = [child for parent in found for child in parent if _name(child) == step]
    return found


def _find(element: Any, path: str) -> Any:
    return next(iter(_all(element, path)), None)


def _text(element: Any, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else _said(found)
