"""The way in."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import i18n
from django.views.decorators.http import require_POST

from klynge.access import actions
from klynge.access.actor import Actor
from klynge.access.models import Locale
from klynge.access.queries import clusters_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to their office; whoever works in several chooses one."""
    clusters = clusters_of(request.user, at=timezone.now())
    if len(clusters) == 1:
        return redirect("office:dashboard", cluster=clusters[0].slug)
    return render(request, "site/home.html", {"clusters": clusters})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of this browser, and of the user's mail and next sign-in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Locale.values:
        actor = Actor(name=str(request.user), cluster_id=None, user_id=request.user.pk)
        actions.choose_language(request.user, language=language, actor=actor, at=timezone.now())
    return i18n.set_language(request)


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
