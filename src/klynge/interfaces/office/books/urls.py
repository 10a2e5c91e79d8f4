"""The books."""

from django.urls import path

from . import doing, views

app_name = "books"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("chart/", views.chart, name="chart"),
    path("chart/<str:family>/", doing.number, name="number"),
    path("vat/", views.vat, name="vat"),
    path("closing/", views.closing, name="closing"),
    path("closing/close/", doing.close, name="close"),
    path("closing/reopen/", doing.reopen, name="reopen"),
    path("export/", views.export, name="export"),
]
