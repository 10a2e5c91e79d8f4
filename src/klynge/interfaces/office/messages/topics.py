"""What messages can be about."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klynge.interfaces.office.doing import attempt
from klynge.newsletters import actions, policies
from klynge.newsletters.queries.topics import open_topics


class TopicForm(forms.Form):
    """What it is called."""

    name_da = forms.CharField(label=gettext_lazy("Name in Danish"), required=False, max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), required=False, max_length=80)


def topics(request: HttpRequest) -> HttpResponse:
    """Show the topics with how many do not want them, and add one."""
    if not policies.may_write(request.actor, request.cluster):
        raise PermissionDenied
    form = TopicForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = {"da": form.cleaned_data["name_da"], "en": form.cleaned_data["name_en"]}
        if attempt(request, partial(actions.add_topic, request.cluster, name=name), _("The topic is added."), form=form):
            return redirect("office:messages:topics", request.cluster.slug)
    found = open_topics(request.cluster).annotate(refused=Count("refusals"))
    return render(request, "office/messages/topics.html", {"topics": found, "form": form}, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a topic out of the choices."""
    if not policies.may_write(request.actor, request.cluster):
        raise PermissionDenied
    topic = get_object_or_404(open_topics(request.cluster).select_related("cluster"), pk=pk)
    attempt(request, partial(actions.end_topic, topic), _("The topic is no longer offered."))
    return redirect("office:messages:topics", request.cluster.slug)
