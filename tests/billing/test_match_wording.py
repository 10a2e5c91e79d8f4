"""Each reason that the rules may give has its sentence."""

import re
from pathlib import Path

import klynge.billing.actions.match_entries  # noqa: F401  # its reasons are looked for below
from klynge.billing.queries.match_wording import REASONS, reason_texts
from klynge.billing.rules import matching

PLACES = [Path(matching.__file__).with_name("proposing.py"), Path(matching.__file__).parents[2] / "queries/matching.py"]


def test_every_code_in_the_rules_is_said():
    source = "".join(path.read_text() for path in PLACES)
    said = {code for code in REASONS if re.search(rf"['\"]{code}['\"]", source)}
    assert set(REASONS) - said == {"chosen"}
    assert reason_texts(["reference", "amount"]) == ["The payment reference is the invoice's.", "The amount is what is open."]
