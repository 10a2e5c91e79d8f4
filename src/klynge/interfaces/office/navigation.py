"""The sections of the office, in the order of the menu."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Section:
    """An entry as a page shows it."""

    label: str
    icon: str
    url: str
    is_current: bool
    group: str  # the heading above it; "" for none


SECTIONS: list[tuple[str | Promise, str, str, str | Promise]] = [
    (_("Dashboard"), "office:dashboard", "layout-dashboard", ""),
    (_("Members"), "office:members:list", "building-2", _("Membership")),
    (_("Applications"), "office:applications:list", "inbox", _("Membership")),
    (_("People"), "office:people:list", "users", _("Membership")),
    (_("Engagement"), "office:engagement:list", "activity", _("Membership")),
    (_("Member files"), "office:imports:list", "upload", _("Membership")),
    (_("Events"), "office:events:list", "calendar-days", _("Network")),
    (_("Focus networks"), "office:networks:list", "messages-square", _("Network")),
    (_("Programmes"), "office:programmes:list", "lightbulb", _("Network")),
    (_("Matchmaking"), "office:matchmaking:list", "handshake", _("Network")),
    (_("Meeting days"), "office:meetings:list", "table-2", _("Network")),
    (_("Dues runs"), "office:dues:list", "calendar-check", _("Money")),
    (_("Invoices"), "office:invoices:list", "receipt-text", _("Money")),
    (_("Receivables"), "office:receivables:list", "hand-coins", _("Money")),
    (_("Reminders"), "office:reminders:plan", "bell", _("Money")),
    (_("Bank"), "office:bank:worklist", "landmark", _("Money")),
    (_("Books"), "office:books:journal", "book-open", _("Money")),
    (_("Fee schedules"), "office:schedules:list", "scale", _("Money")),
    (_("News"), "office:news:list", "newspaper", _("Writing")),
    (_("Newsletters"), "office:newsletters:list", "mails", _("Writing")),
    (_("Messages"), "office:messages:list", "mail", _("Writing")),
    (_("Visits to the site"), "office:visits:list", "chart-no-axes-column", _("Writing")),
    (_("Outbox"), "office:outbox:list", "send", _("Writing")),
    (_("Audit log"), "office:audit:list", "history", _("Installation")),
    (_("Settings"), "office:settings:overview", "settings", _("Installation")),
]


def _is_current(name: str, match: ResolverMatch | None) -> bool:
    if match is None:
        return False
    room, _, page = name.removeprefix("office:").partition(":")
    return room in match.namespaces if page else match.view_name == name


def sections(cluster: str, match: ResolverMatch | None, actor: Actor) -> list[Section]:
    """Return the sections whose pages exist and that the actor may open, with the one that is open marked."""
    found = []
    for label, name, icon, group in SECTIONS:
        if not actor.may_open(name.split(":")[1], cluster_id=actor.cluster_id):
            continue
        try:
            url = reverse(name, kwargs={"cluster": cluster})
        except NoReverseMatch:
            continue
        found.append(Section(str(label), icon, url, _is_current(name, match), str(group)))
    return found
