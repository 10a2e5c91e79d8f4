"""How the public site is read."""

from django.urls import path

from . import views

app_name = "visits"
urlpatterns = [
    path("", views.show, name="list"),
    path("asking/", views.choose_asking, name="choose_asking"),
]
