"""Public addresses, outside any cluster's office."""

from django.urls import path

from . import invitations, unsubscribing, views

urlpatterns = [
    path("", views.home, name="home"),
    path("i18n/setlang/", views.set_language, name="set_language"),
    path("invitation/<str:token>/", invitations.accept, name="accept_invitation"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("healthz", views.health, name="health"),
]
