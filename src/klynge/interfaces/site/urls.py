"""Public addresses, outside any cluster's office."""

from django.urls import include, path

from . import account, entering, invitations, unsubscribing, views, watching
from .public import machines, newsletter

urlpatterns = [
    path("", views.home, name="home"),
    path("i18n/setlang/", views.set_language, name="set_language"),
    path("account/", account.show, name="account"),
    path("account/sessions/end/", account.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("invitation/<str:token>/", invitations.accept, name="accept_invitation"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("newsletter/leave/<str:token>/", newsletter.leave, name="newsletter_leave"),
    path("newsletter/go/<str:token>/", newsletter.follow, name="newsletter_follow"),
    path("healthz", watching.alive, name="health"),
    path("readyz", watching.ready, name="ready"),
    path("metrics", watching.metrics, name="metrics"),
    path("to-event/<slug:cluster>/<int:pk>/", entering.event, name="event_entry"),
    path("calendars/", include("klynge.interfaces.site.calendars.urls")),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("", include("klynge.interfaces.site.public.urls")),
]
