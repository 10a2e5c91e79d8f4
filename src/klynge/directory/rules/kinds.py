"""Words for kinds and legal forms, as they stand in lists, and the codes that they mean."""

import re

from .folding import fold

KINDS = {
    "company": "company virksomhed firma erhverv erhvervsvirksomhed business",
    "sole": "sole enkeltmand enkeltmandsvirksomhed soleproprietorship selvstaendig",
    "knowledge": "knowledge vidensinstitution videninstitution viden universitet university forskning uddannelse knowledgeinstitution research",
    "public": "public offentlig myndighed kommune offentligmyndighed publicauthority region stat",
    "association": "association forening foreninger organisation",
}
FORMS = {
    "ENK": "enk enkeltmandsvirksomhed soleproprietorship",
    "PMV": "pmv personligtejetmindrevirksomhed",
    "I/S": "is interessentskab",
    "K/S": "ks kommanditselskab",
    "IVS": "ivs ivaerksaetterselskab",
    "ApS": "aps anpartsselskab",
    "A/S": "as aktieselskab",
    "A.M.B.A.": "amba andelsselskab",
    "FORENING": "forening fmba association",
    "FOND": "fond foundation erhvervsdrivendefond",
    "OFFENTLIG": "offentlig offentligmyndighed kommune",
    "OTHER": "other andet anden ovrig",
}
KIND_OF_FORM = {"ENK": "sole", "FORENING": "association", "OFFENTLIG": "public"}


def _lookup(table: dict[str, str]) -> dict[str, str]:
    return {word: code for code, words in table.items() for word in words.split()}


_KINDS, _FORMS = _lookup(KINDS), _lookup(FORMS)


def kind_code(text: str) -> str | None:
    """Return the code of a kind written in Danish or English, or None."""
    return _KINDS.get(re.sub(r"[\W_]", "", fold(text)))


def form_code(text: str) -> str | None:
    """Return the code of a legal form written in any usual way, or None."""
    return _FORMS.get(re.sub(r"[\W_]", "", fold(text)))


def form_in_name(name: str) -> str:
    """Return the legal form with which a company's name ends ("Fjord Data ApS"), or nothing."""
    last = name.rsplit(maxsplit=1)[-1:] or [""]
    code = form_code(last[0])
    return code if code in ("ApS", "A/S", "I/S", "K/S", "IVS", "A.M.B.A.") else ""
