"""The newsletter: subscribe with a second yes by mail, read old editions, follow a link, unsubscribe."""

from functools import partial

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.core.errors import HouseError
from klynge.directory.queries.consents import LINK
from klynge.newsletters import actions
from klynge.newsletters.models import Edition
from klynge.newsletters.queries.edition_letters import content_of, reader_following, reader_leaving
from klynge.newsletters.queries.subscribing import asked_by

from .asking import MOST_TRIES, attempt, may_try, public_actor, too_many
from .places import on_site
from .showing import show

PAGE_SIZE = 20


class SubscribeForm(forms.Form):
    """Who wants the newsletter, and whether we may count what is read."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail"))
    name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=120)
    counts_clicks = forms.BooleanField(label=gettext_lazy("You may count which links I follow, to write what is read"), required=False)


@on_site
def newsletter(request: HttpRequest) -> HttpResponse:
    """Ask who wants it, and send the link that confirms; the answer is the same for who is a subscriber already."""
    form, site = SubscribeForm(request.POST if request.method == "POST" else None), request.site
    if request.method == "POST" and form.is_valid():
        if not may_try(request, "newsletter", most=MOST_TRIES) or not may_try(
            request, "newsletter", most=3, key=form.cleaned_data["email"].lower()
        ):
            return too_many(request)
        data = form.cleaned_data
        asked = partial(
            actions.ask_subscriber, site.cluster, name=data["name"], address=data["email"], counts_clicks=data["counts_clicks"], language=site.language,
            site=request.build_absolute_uri("/").rstrip("/"), actor=public_actor(request), at=timezone.now(),
        )  # fmt: skip
        if attempt(form, asked):
            return show(request, "newsletter_asked", {"email": data["email"]})
    editions = Edition.objects.filter(cluster=site.cluster).public().order_by("-released_at")
    page = Paginator(editions, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, "newsletter", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_safe
@on_site
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an edition that has left."""
    site = request.site
    found = get_object_or_404(Edition.objects.filter(cluster=site.cluster).public().select_related("cluster"), slug=slug)
    content = content_of(found, language=site.language, site=request.build_absolute_uri("/").rstrip("/"))
    return show(request, "newsletter_edition", {"edition": found, "content": content}, kwargs={"slug": slug})


@csrf_exempt  # the signed link is the permission; it is opened from a mail, before there is any cookie
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, since scanners open links; on POST subscribe."""
    typed = asked_by(token, cluster=request.site.cluster)
    if typed is None:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            actions.confirm_subscriber(request.site.cluster, typed=typed, actor=public_actor(request), at=timezone.now())
        except HouseError as refusal:
            fault = str(refusal)
    context = {"typed": typed, "token": token, "is_done": request.method == "POST" and not fault, "fault": fault}
    return show(request, "newsletter_confirm", context, kwargs={"token": token}, status=409 if fault else 200)


@csrf_exempt  # the reader's mail program posts, and it has no cookie. Source: RFC 8058
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether, and on POST end the subscription; opening the page alone changes nothing."""
    reader = reader_leaving(token)
    if reader is None:
        raise Http404
    with (
        scope(cluster=reader.cluster),
        translation.override(reader.cluster.locale if request.method == "POST" else translation.get_language()),
    ):
        if request.method == "POST":
            actions.leave_newsletter(reader, actor=Actor.system(LINK, cluster_id=reader.cluster_id), at=timezone.now())
            reader.subscription.refresh_from_db()
    said_yes = reader.subscription.withdrawn_at is None
    return render(request, "site/newsletter_leave.html", {"cluster": reader.cluster, "said_yes": said_yes, "token": token})


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Count a link of who agreed to that, and lead on; the address is signed, so it leads nowhere that we did not write."""
    found = reader_following(token)
    if found is None:
        raise Http404
    reader, url = found
    if reader is not None and request.method == "GET":
        with scope(cluster=reader.cluster):
            actions.count_click(reader, url=url, actor=Actor.system(LINK, cluster_id=reader.cluster_id), at=timezone.now())
    return redirect(url)
