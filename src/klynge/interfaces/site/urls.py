"""Public addresses, outside any cluster's office."""

from django.urls import path

from . import invitations, views

urlpatterns = [
    path("", views.home, name="home"),
    path("i18n/setlang/", views.set_language, name="set_language"),
    path("invitation/<str:token>/", invitations.accept, name="accept_invitation"),
    path("healthz", views.health, name="health"),
]
