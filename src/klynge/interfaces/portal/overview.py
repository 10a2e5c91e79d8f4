"""The company at a glance: what waits, where the membership stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from klynge.billing.queries import standing
from klynge.core.clock import day_of
from klynge.directory.models import ContactRoleKind
from klynge.directory.queries.people import contacts_of, people_of
from klynge.directory.queries.profiles import profile_of
from klynge.interfaces.wording.members import STATUSES, TONES, size_words
from klynge.membership.queries.declaring import size_cycle
from klynge.membership.queries.member_page import current_period
from klynge.membership.queries.memberships import end_words, status_on
from klynge.ui.formats import day, money

from .facts import is_facts_due
from .showing import may, show


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits for somebody at the company, and its membership in a few figures."""
    desk, today = request.desk, day_of(timezone.now())
    membership, status = desk.membership, status_on(desk.membership, today)
    cycle = size_cycle(membership, on=today)
    resting = membership.suspensions.filter(until_on__isnull=True).first()
    context = {
        "status": STATUSES[status],
        "status_tone": TONES[status],
        "ends": membership.during.upper and end_words(membership),
        "period": current_period(membership, on_day=today),
        "size": size_words(cycle.declaration),
        "people": len(people_of(desk.organisation, on_day=today)),
        "resting_since": resting.from_on if resting else None,
        "steps": _steps(request, cycle, today) if status != "ended" else [],
        "sees_money": may(request, "see_money"),
    }
    return show(request, "overview", context)


def _steps(request: HttpRequest, cycle: Any, today: Any) -> list[dict[str, str]]:
    """Return what is worth doing now, the most pressing first."""
    desk, steps = request.desk, []
    if may(request, "see_money"):
        owed = standing(request.cluster, desk.organisation.pk, on=today)
        if owed.overdue_minor:
            text = _("%s is overdue.") % money(owed.overdue_minor, request.cluster.currency)
            steps.append(_step(request, "invoices", text, "bad"))
        elif owed.open_minor > 0:
            steps.append(_step(request, "invoices", _("%s is to be paid.") % money(owed.open_minor, request.cluster.currency), "accent"))
    if may(request, "declare_size") and not cycle.is_confirmed:
        text = _("Confirm the company's size before %s: it decides next year's fee.") % day(cycle.cut_off_on)
        steps.append(_step(request, "size", text, "warn"))
    if may(request, "edit_people"):
        kinds = {role.kind for role in contacts_of(desk.organisation, on_day=today)}
        if ContactRoleKind.BILLING not in kinds:
            steps.append(_step(request, "people", _("Nobody is named for the invoices; they go to the primary contact."), "neutral"))
        if bounced := _bounced(request, today):
            said = ngettext("%d address does not receive mail any more.", "%d addresses do not receive mail any more.", bounced)
            steps.append(_step(request, "people", said % bounced, "warn"))
    if may(request, "edit_company"):
        if is_facts_due(request):
            steps.append(_step(request, "facts", _("Look once a year whether the company's facts and contacts are still right."), "warn"))
        found = profile_of(desk.organisation, cluster=request.cluster)
        if found is None or not found.summary:
            steps.append(_step(request, "profile", _("Tell the other members what the company does, offers and needs."), "neutral"))
    return steps


def _bounced(request: HttpRequest, today: Any) -> int:
    works = people_of(request.desk.organisation, on_day=today)
    return sum(1 for work in works for email in work.person.emails.all() if email.bounced_at)


def _step(request: HttpRequest, page: str, text: str, tone: str) -> dict[str, str]:
    return {"text": text, "tone": tone, "href": reverse(f"portal:{page}", args=[request.cluster.slug, request.desk.organisation.pk])}
