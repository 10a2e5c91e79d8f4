"""Invoices and credit notes: the list, one document, its PDF, crediting and payments."""

from django.urls import path

from . import acting, export, views

app_name = "invoices"
urlpatterns = [
    path("", views.invoice_list, name="list"),
    path("invoices.csv", export.invoices_csv, name="csv"),
    path("invoices.xlsx", export.invoices_xlsx, name="xlsx"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/pdf/", views.pdf, name="pdf"),
    path("<str:number>/credit/", acting.credit, name="credit"),
    path("<str:number>/payment/", acting.pay, name="payment"),
]
