"""One member on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.billing import policies as billing
from klynge.billing.queries.settling import credits_of
from klynge.core.clock import day_of
from klynge.directory import policies as directory
from klynge.interfaces.wording.members import STATUSES, TONES, cvr_words, size_words
from klynge.membership import policies
from klynge.membership.models import Membership
from klynge.membership.queries.member_page import MemberPage, member_page, planned_type
from klynge.membership.queries.member_timeline import timeline
from klynge.membership.queries.memberships import end_words
from klynge.ui.formats import day

from .doing import find
from .wording import told, worded


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything about one member: facts, dues, sizes, people, invoices, and what has happened."""
    today = day_of(timezone.now())
    membership = find(request, pk)
    page = member_page(membership, on_day=today)
    context = {
        "member": page,
        "membership": membership,
        "status": STATUSES[page.status],
        "status_tone": TONES[page.status],
        "cvr": cvr_words(page.organisation.country, page.organisation.cvr),
        "ends": membership.during.upper and end_words(membership),
        "planned_type": planned_type(membership, on_day=today),
        "why": page.period.assessment.words.get(get_language()[:2], []) if page.period else [],
        "invoices": worded(page.invoices),
        "credits": credits_of(request.cluster, page.organisation.pk, on=today),
        "may_allocate": billing.may_allocate(request.actor, request.cluster),
        "suspended": _suspended(membership),
        "sizes": [{"size": size, "words": size_words(size)} for size in page.sizes],
        "happenings": [told(each) for each in timeline(page, on_day=today)],
        **_allowed(request, membership, page),
    }
    return render(request, "office/members/detail.html", context)


def _suspended(membership: Membership) -> str:
    """Say since when benefits rest, "" while they do not."""
    resting = membership.suspensions.filter(until_on__isnull=True).first()
    if resting is None:
        return ""
    return _("Benefits rest since %s: the last reminder was not answered. They come back when the debt is paid.") % day(resting.from_on)


def _allowed(request: HttpRequest, membership: Membership, page: MemberPage) -> dict[str, Any]:
    """Say which buttons there are: what the policies allow, and what makes sense for the dates."""
    may_end, may_admit = policies.may_end(request.actor, request.cluster), policies.may_admit(request.actor, request.cluster)
    runs = page.status != "ended"
    return {
        "may_edit": directory.may_edit(request.actor, page.organisation),
        "may_resign": may_end and runs and membership.during.upper is None,
        "may_withdraw": may_end and runs and page.resignation is not None,
        "may_exclude": may_end and runs,
        "may_annul": may_end and not page.period,
        "may_change_type": may_admit and runs,
        "may_unmerge": may_end and may_admit,
        "may_merge": may_end and may_admit and page.organisation.merged_into_id is None,
        "may_reinstate": may_admit and membership.during.upper is not None and not (runs and page.resignation),
        "may_adjust": runs and policies.may_adjust_fee(request.actor, membership),
    }
