"""The way in."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klynge.access.queries import clusters_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to their office; whoever works in several chooses one."""
    clusters = clusters_of(request.user, at=timezone.now())
    if len(clusters) == 1:
        return redirect("office:dashboard", cluster=clusters[0].slug)
    return render(request, "site/home.html", {"clusters": clusters})


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
