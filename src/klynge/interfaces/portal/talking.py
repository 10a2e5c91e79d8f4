"""Discussions in a network: read, begin, answer, choose how to hear of them."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.directory.models import Person
from klynge.interfaces.wording.calendars import calendar_token
from klynge.interfaces.wording.networks import HearingForm, PostForm, ThreadForm, spoken
from klynge.networks import actions, policies
from klynge.networks.models import Network, Post, Thread
from klynge.networks.queries.talking import hearing_of, with_posts

from .showing import do, go, show

PAGE_SIZE = 30


def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the discussions of a network, and begin one."""
    network = _inside(request, pk)
    form = ThreadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        written = partial(actions.write_post, network, **form.cleaned_data, **_by(request))
        if do(request, written, _("It is written; the others hear of it."), form=form):
            return go(request, "networks_talk", pk)
    threads = with_posts(Thread.objects.visible_to(request.actor).filter(network=network)).order_by("-last_at", "-pk")
    person = _me(request)
    context = {"network": network, "form": form, "page": Paginator(threads, PAGE_SIZE).get_page(request.GET.get("page")), "calendar": _calendar(request, network),
               "hearing": HearingForm(initial={"frequency": hearing_of(network, person.pk)}) if person else None}  # fmt: skip
    return show(request, "network_talk", context, status=422 if form.errors else 200)


def thread(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Read one discussion, and answer in it."""
    row = _thread(request, pk, thread)
    form = PostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        written = partial(actions.write_post, row.network, thread=row, **form.cleaned_data, **_by(request))
        if do(request, written, _("It is written; the others hear of it."), form=form):
            return go(request, "networks_thread", pk, thread)
    posts = Post.objects.filter(thread=row).select_related("person", "organisation").order_by("pk")
    may_run = policies.may_run(request.actor, row.network, on=day_of(timezone.now()))
    pages = Paginator(posts, PAGE_SIZE)
    page = pages.get_page(request.GET.get("page") or pages.num_pages)  # the latest, which most people come for
    context = {
        "network": row.network,
        "thread": row,
        "form": form,
        "page": page,
        "may_run": may_run,
        "posts": spoken(page, request.actor, may_run=may_run),
    }
    return show(request, "network_thread", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int, thread: int, post: int) -> HttpResponse:
    """Take a post away."""
    rows = Post.objects.visible_to(request.actor).select_related("network", "person", "thread")
    row = get_object_or_404(rows, thread=_thread(request, pk, thread), pk=post)
    do(request, partial(actions.remove_post, row), _("The post is taken away."))
    return go(request, "networks_thread", pk, thread)


@require_POST
def close(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Close a discussion, or open it again."""
    is_closed = request.POST.get("answer") != "open"
    said = _("The discussion is closed.") if is_closed else _("The discussion is open again.")
    do(request, partial(actions.close_thread, _thread(request, pk, thread), is_closed=is_closed), said)
    return go(request, "networks_thread", pk, thread)


@require_POST
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose how often one hears of it."""
    network, person = _inside(request, pk), _me(request)
    if person is None:
        raise Http404
    chosen = partial(actions.choose_hearing, network, person=person, frequency=request.POST.get("frequency", ""))
    do(request, chosen, _("It is noted how you hear of it."))
    return go(request, "networks_talk", pk)


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the secret address of the network's calendar."""
    network = _inside(request, pk)
    if _me(request) is None:
        raise Http404
    return show(request, "network_calendar", {"network": network, "address": request.build_absolute_uri(_calendar(request, network))})


def _inside(request: HttpRequest, pk: int) -> Network:
    """Return a network in which the reader may talk; to others its discussions do not exist."""
    network: Network = get_object_or_404(Network.objects.visible_to(request.actor).select_related("cluster"), pk=pk)
    may = policies.may_talk(request.actor, network, on=day_of(timezone.now()))
    if not (may or Thread.objects.visible_to(request.actor).filter(network=network).exists()):
        raise Http404
    return network


def _thread(request: HttpRequest, pk: int, thread: int) -> Thread:
    network = _inside(request, pk)
    found: Thread = get_object_or_404(Thread.objects.filter(network=network).select_related("network__cluster", "cluster"), pk=thread)
    return found


def _me(request: HttpRequest) -> Person | None:
    return getattr(request.user, "person", None)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"person": _me(request), "organisation": request.desk.organisation}


def _calendar(request: HttpRequest, network: Network) -> str:
    person = _me(request)
    return reverse("calendars:network", args=[request.cluster.slug, network.pk, calendar_token(person, request.cluster)]) if person else ""
