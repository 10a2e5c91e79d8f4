"""The office: every page under /office/<cluster>/."""

from django.urls import URLPattern, URLResolver, include, path

from .dashboard import views as dashboard

app_name = "office"
pages: list[URLPattern | URLResolver] = [
    path("", dashboard.show, name="dashboard"),
    path("dues/", include("klynge.interfaces.office.dues.urls")),
]
urlpatterns = [path("<slug:cluster>/", include(pages))]
