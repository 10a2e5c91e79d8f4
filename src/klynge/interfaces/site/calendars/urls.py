"""Calendars."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("<slug:cluster>/events.ics", views.cluster_calendar, name="cluster"),
    path("<slug:cluster>/events/<slug:slug>.ics", views.event_calendar, name="event"),
    path("<slug:cluster>/mine/<str:token>.ics", views.own_calendar, name="person"),
    path("<slug:cluster>/networks/<int:network>/<str:token>.ics", views.network_calendar, name="network"),
]
