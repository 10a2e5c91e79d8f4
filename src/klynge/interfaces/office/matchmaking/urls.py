"""Matchmaking in the office."""

from django.urls import path

from . import views

app_name = "matchmaking"
urlpatterns = [
    path("", views.overview, name="list"),
    path("opportunities/", views.opportunity_list, name="opportunities"),
    path("opportunities/<int:pk>/", views.opportunity, name="opportunity"),
    path("opportunities/<int:pk>/review/", views.review, name="review"),
    path("matches/", views.match_list, name="matches"),
    path("matches/<int:pk>/introduction/", views.introduce, name="introduce"),
    path("computation/", views.compute, name="compute"),
]
