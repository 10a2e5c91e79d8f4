"""Receivables."""

from django.urls import path

from . import account, views

app_name = "receivables"
urlpatterns = [
    path("", views.payer_list, name="list"),
    path("receivables.csv", views.payers_csv, name="csv"),
    path("<int:pk>/", account.statement, name="account"),
    path("<int:pk>/account.csv", account.statement_csv, name="account_csv"),
]
