"""The portal's sections: where each is, and what somebody must be at the company to open it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext_lazy as _

from klynge.membership.queries.desks import Desk


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the menu; the pages of a section are named after it, "invoices" and "invoices_pdf"."""

    code: str
    label: Any
    icon: str
    ability: str

    def is_open_to(self, desk: Desk) -> bool:
        """Say whether the desk's actor may open the section for the desk's company."""
        return desk.actor.may_for(self.ability, desk.organisation.pk, cluster_id=desk.cluster.pk)


SECTIONS = (
    Section("overview", _("Overview"), "layout-dashboard", "portal.see_company"),
    Section("events", _("Events"), "calendar-days", "portal.sign_up"),
    Section("networks", _("Focus networks"), "messages-square", "portal.sign_up"),
    Section("programmes", _("Programmes"), "lightbulb", "portal.sign_up"),
    Section("partners", _("Partners"), "handshake", "portal.offer_and_seek"),
    Section("opportunities", _("Opportunities"), "lightbulb", "portal.offer_and_seek"),
    Section("meetings", _("Meeting days"), "table-2", "portal.offer_and_seek"),
    Section("value", _("What it gives us"), "gift", "portal.see_company"),
    Section("membership", _("Membership"), "badge-check", "portal.see_company"),
    Section("size", _("Size"), "users", "portal.declare_size"),
    Section("invoices", _("Invoices"), "receipt-text", "portal.see_money"),
    Section("profile", _("Profile"), "building-2", "portal.see_company"),
    Section("facts", _("Facts"), "clipboard-check", "portal.edit_company"),
    Section("people", _("People"), "contact-round", "portal.see_people"),
    Section("me", _("About me"), "circle-user", "portal.export_own_data"),
)


def section_at(match: ResolverMatch) -> Section:
    """Return the section to which an address belongs."""
    code = str(match.url_name).partition("_")[0]
    return next(section for section in SECTIONS if section.code == code)


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries that the reader may open, with the one that is open now."""
    here = section_at(request.resolver_match)
    place = [request.desk.cluster.slug, request.desk.organisation.pk]
    return [
        {"label": each.label, "icon": each.icon, "url": reverse(f"portal:{each.code}", args=place), "is_current": each is here}
        for each in SECTIONS
        if each.is_open_to(request.desk)
    ]
