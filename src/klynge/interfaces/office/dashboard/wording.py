"""The dashboard's figures as sentences."""

from django.utils.translation import gettext as _

from klynge.reporting.queries.dashboard import Dashboard


def movement_words(figures: Dashboard) -> str:
    """Say what has happened to the number of members since New Year."""
    members = figures.members
    return _("%(joined)d joined and %(gone)d left this year, %(leaving)d have given notice") % members


def chart_words(figures: Dashboard) -> str:
    """Describe the picture for those who do not see it."""
    if not figures.history:
        return ""
    first, last = figures.history[0], figures.history[-1]
    given = {"first": first["year"], "was": first["members"], "last": last["year"], "now": last["members"]}
    return _("From %(was)d members at the end of %(first)d to %(now)d in %(last)d.") % given
