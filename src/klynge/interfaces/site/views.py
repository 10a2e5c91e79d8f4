"""The way in."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import i18n
from django.views.decorators.http import require_POST

from klynge.access import actions
from klynge.access.actor import Actor
from klynge.access.models import Locale
from klynge.access.queries import clusters_of
from klynge.membership.queries.desks import desks_of
from klynge.membership.queries.presenting import public_sites


def home(request: HttpRequest) -> HttpResponse:
    """Send staff to their office, members to their company's pages, everybody else to the public site; who has several places chooses one."""
    if not request.user.is_authenticated:
        return _public_home(request)
    now = timezone.now()
    clusters, desks = clusters_of(request.user, at=now), desks_of(request.user, at=now)
    if len(clusters) == 1 and not desks:
        return redirect("office:dashboard", cluster=clusters[0].slug)
    if len(desks) == 1 and not clusters:
        return redirect("portal:overview", desks[0].cluster.slug, desks[0].organisation.pk)
    return render(request, "site/home.html", {"clusters": clusters, "desks": desks})


def _public_home(request: HttpRequest) -> HttpResponse:
    sites = list(public_sites())
    if len(sites) == 1:
        return redirect("public:front", sites[0].cluster.slug)
    return render(request, "site/sites.html", {"sites": sites}) if sites else redirect_to_login("/")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of this browser, and of the user's mail and next sign-in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Locale.values:
        actor = Actor(name=str(request.user), cluster_id=None, user_id=request.user.pk)
        actions.choose_language(request.user, language=language, actor=actor, at=timezone.now())
    return i18n.set_language(request)
