"""What a company did and no list knows, noted by hand; and taken back."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory.models import Person
from klynge.engagement import actions, policies
from klynge.engagement.models import Activity
from klynge.interfaces.office.doing import attempt

from .company import find, show
from .forms import AddForm, NoteForm


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a talk, an evening at their house, a new member that they brought."""
    organisation, today = find(request, pk), day_of(timezone.now())
    if not policies.may_follow_up(request.actor, request.cluster):
        raise PermissionDenied
    form = AddForm(request.POST, organisation=organisation, initial={"happened_on": today})
    if form.is_valid():
        facts = {**form.cleaned_data, "hours": form.cleaned_data["hours"] or 1, "person": _person(form)}
        noted = partial(actions.add_activity, organisation, cluster=request.cluster, **facts)
        if attempt(request, noted, _("It is noted, and the score follows within minutes."), form=form):
            return redirect("office:engagement:company", request.cluster.slug, pk)
    return show(request, organisation, NoteForm(initial={"contacted_on": today}), adding=form, status=422)


@require_POST
def take_back(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    """Take back what was noted by hand."""
    row = get_object_or_404(Activity.objects.visible_to(request.actor).select_related("cluster"), pk=activity, organisation=pk)
    attempt(request, partial(actions.reverse_activity, row), _("It is taken back, and the score follows within minutes."))
    return redirect("office:engagement:company", request.cluster.slug, pk)


def _person(form: AddForm) -> Person | None:
    pk = form.cleaned_data["person"]  # one of the company's own people: the field offers no others
    return Person.objects.filter(pk=pk).first() if pk else None
