"""Engagement."""

from django.urls import path

from . import company, views

app_name = "engagement"
urlpatterns = [
    path("", views.score_list, name="list"),
    path("risk/", views.risk, name="risk"),
    path("weights/", views.weights, name="weights"),
    path("<int:pk>/", company.detail, name="company"),
    path("<int:pk>/contacts/", company.note, name="note"),
]
