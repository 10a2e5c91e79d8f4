"""Addresses of the API; every cluster has its own."""

from django.urls import path

from .v1.api import api
from .v1.description import description

urlpatterns = [
    path("v1/<slug:cluster>/openapi.json", description, name="api_description"),
    path("v1/<slug:cluster>/", api.urls),
]
