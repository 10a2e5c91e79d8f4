"""Discussions of a network, as the office reads them: answer, take a post away, close."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.networks import PostForm, spoken
from klynge.networks import actions, policies
from klynge.networks.models import Post, Thread
from klynge.networks.queries.talking import with_posts

from .views import find

PAGE_SIZE = 50


@require_safe
def thread_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the discussions, the latest first."""
    network = find(request, pk)
    rows = with_posts(Thread.objects.visible_to(request.actor).filter(network=network)).order_by("-last_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "office/networks/threads.html", {"network": network, "page": page})


def thread(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Read one, and answer for the secretariat."""
    row = _find(request, pk, thread)
    form = PostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        written = partial(actions.write_post, row.network, thread=row, person=getattr(request.user, "person", None), **form.cleaned_data)
        if attempt(request, written, _("It is written; the others hear of it."), form=form):
            return redirect("office:networks:thread", request.cluster.slug, pk, thread)
    posts = Post.objects.filter(thread=row).select_related("person", "organisation").order_by("pk")
    may_run = policies.may_run(request.actor, row.network, on=day_of(timezone.now()))
    page = Paginator(posts, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "network": row.network,
        "thread": row,
        "form": form,
        "page": page,
        "may_run": may_run,
        "posts": spoken(page, request.actor, may_run=may_run),
    }
    return render(request, "office/networks/thread.html", context, status=422 if form.errors else 200)


@require_POST
def close(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Close a discussion, or open it again."""
    is_closed = request.POST.get("answer") != "open"
    said = _("The discussion is closed.") if is_closed else _("The discussion is open again.")
    attempt(request, partial(actions.close_thread, _find(request, pk, thread), is_closed=is_closed), said)
    return redirect("office:networks:thread", request.cluster.slug, pk, thread)


@require_POST
def remove(request: HttpRequest, pk: int, thread: int, post: int) -> HttpResponse:
    """Take a post away."""
    rows = Post.objects.visible_to(request.actor).select_related("network", "person", "thread")
    row = get_object_or_404(rows, thread=_find(request, pk, thread), pk=post)
    attempt(request, partial(actions.remove_post, row), _("The post is taken away."))
    return redirect("office:networks:thread", request.cluster.slug, pk, thread)


def _find(request: HttpRequest, pk: int, thread: int) -> Thread:
    rows = Thread.objects.visible_to(request.actor).select_related("network__cluster", "cluster")
    found: Thread = get_object_or_404(rows, network=find(request, pk), pk=thread)
    return found
