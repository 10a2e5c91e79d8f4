"""Why a line of a dues run can't be charged, in a sentence."""

from django.utils.translation import gettext as _

from klynge.membership.models import DuesLine


def line_problem(line: DuesLine) -> str:
    """Return the first thing that stands in the way, in the open language."""
    said = {
        "no_size": _("the size is not known, and the fee depends on it."),
        "straddles": _("the size reaches into more than one category."),
        "no_band": _("no category of the fee schedule covers the size."),
        "not_applicable": _("no part of the fee schedule is for this kind of member."),
        "no_gln": _("it is a public authority without a GLN (EAN number)."),
        "bad_gln": _("its GLN (EAN number) is wrong."),
        "bad_cvr": _("its CVR number is wrong, and e-invoices need a right one."),
    }
    return next((said[code] for code in line.exceptions if code in said), ", ".join(line.exceptions))
