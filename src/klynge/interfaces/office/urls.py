"""The office: every page under /office/<cluster>/."""

from django.urls import URLPattern, URLResolver, include, path

from .dashboard import views as dashboard

app_name = "office"
pages: list[URLPattern | URLResolver] = [
    path("", dashboard.show, name="dashboard"),
    path("applications/", include("klynge.interfaces.office.applications.urls")),
    path("audit/", include("klynge.interfaces.office.audit.urls")),
    path("bank/", include("klynge.interfaces.office.bank.urls")),
    path("books/", include("klynge.interfaces.office.books.urls")),
    path("dues/", include("klynge.interfaces.office.dues.urls")),
    path("engagement/", include("klynge.interfaces.office.engagement.urls")),
    path("events/", include("klynge.interfaces.office.events.urls")),
    path("networks/", include("klynge.interfaces.office.networks.urls")),
    path("programmes/", include("klynge.interfaces.office.programmes.urls")),
    path("newsletters/", include("klynge.interfaces.office.newsletters.urls")),
    path("meetings/", include("klynge.interfaces.office.meetings.urls")),
    path("matchmaking/", include("klynge.interfaces.office.matchmaking.urls")),
    path("members/", include("klynge.interfaces.office.members.urls")),
    path("messages/", include("klynge.interfaces.office.messages.urls")),
    path("news/", include("klynge.interfaces.office.news.urls")),
    path("invoices/", include("klynge.interfaces.office.invoices.urls")),
    path("imports/", include("klynge.interfaces.office.imports.urls")),
    path("outbox/", include("klynge.interfaces.office.outbox.urls")),
    path("people/", include("klynge.interfaces.office.people.urls")),
    path("receivables/", include("klynge.interfaces.office.receivables.urls")),
    path("reminders/", include("klynge.interfaces.office.reminders.urls")),
    path("schedules/", include("klynge.interfaces.office.schedules.urls")),
    path("visits/", include("klynge.interfaces.office.visits.urls")),
    path("settings/", include("klynge.interfaces.office.settings.urls")),
]
urlpatterns = [path("<slug:cluster>/", include(pages))]
