"""The office: every page under /office/<cluster>/."""

from django.urls import include, path

app_name = "office"
pages: list = []
urlpatterns = [path("<slug:cluster>/", include(pages))]
