"""Who is suggested to the company, and why."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.directory.models import Organisation, Profile
from klynge.interfaces.portal.showing import do, go, show
from klynge.interfaces.wording.matching import reasons_of
from klynge.matchmaking import actions
from klynge.matchmaking.models import Impression, Question, Suggestion
from klynge.matchmaking.queries.matches import waiting_answers

from .opportunities import members_only


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Show up to ten companies in answer to one of the two questions, and note that they were on the screen."""
    members_only(request)
    asked = request.GET.get("question")
    question = asked if asked in Question.values else Question.COMPLEMENTARY
    found = list(_own(request).filter(question=question).select_related("other").order_by("position"))
    actions.log_impressions(request.desk.organisation, cluster=request.cluster, shown=found, actor=request.actor, at=timezone.now())
    profiles = Profile.objects.filter(cluster=request.cluster, published_at__isnull=False, organisation__in=[row.other_id for row in found])
    summaries = dict(profiles.values_list("organisation_id", "summary"))
    context = {
        "rows": [{"row": row, "summary": summaries.get(row.other_id, {}), "reasons": reasons_of(row.reasons)} for row in found],
        "question": question,
        "questions": Question.choices,
        "waiting": waiting_answers(request.desk.organisation, cluster=request.cluster).count(),
    }
    return show(request, "matchmaking/partners", context)


@require_POST
def say_yes(request: HttpRequest) -> HttpResponse:
    """Say yes to a company that is suggested; it learns of it once it has said yes itself."""
    other, said = _suggested(request), _("Noted. If %s says yes too, we introduce you to each other.")
    interest = partial(
        actions.say_interested, request.desk.organisation, cluster=request.cluster, other=other, message=request.POST.get("message", "")
    )
    do(request, interest, said % other.name)
    return _back(request)


@require_POST
def say_no(request: HttpRequest) -> HttpResponse:
    """Say that a company that is suggested is not of interest, or block it; it is not told."""
    other, is_blocked = _suggested(request), request.POST.get("block") == "1"
    avoid = partial(
        actions.avoid_company, request.desk.organisation, cluster=request.cluster, other=other, is_blocked=is_blocked
    )  # fmt: skip
    do(request, avoid, _("%s is not suggested to you any more. You can take that back under What you want.") % other.name)
    return _back(request)


def _own(request: HttpRequest) -> Any:
    return Suggestion.objects.visible_to(request.actor).filter(organisation=request.desk.organisation)


def _suggested(request: HttpRequest) -> Organisation:
    """Return the company of the form, if it is or was suggested to this one: nobody asks for others by their number.

    New suggestions may have come since the page was opened, so what was on the screen counts too.
    """
    asked = request.POST.get("other", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        raise Http404
    shown = Impression.objects.filter(cluster=request.cluster, organisation=request.desk.organisation, other=int(asked))
    row = _own(request).filter(other=int(asked)).select_related("other").first() or shown.select_related("other").first()
    if row is None:
        raise Http404
    return row.other


def _back(request: HttpRequest) -> HttpResponse:
    answer = go(request, "partners")
    if request.POST.get("question") == Question.LIKE_MINDED:
        answer["Location"] += f"?question={Question.LIKE_MINDED}"
    return answer
