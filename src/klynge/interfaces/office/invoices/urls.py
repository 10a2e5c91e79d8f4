"""Invoices and credit notes: the list, one document, its PDF, crediting and payments."""

from django.urls import path

from . import acting, einvoices, export, settling, views

app_name = "invoices"
urlpatterns = [
    path("", views.invoice_list, name="list"),
    path("invoices.csv", export.invoices_csv, name="csv"),
    path("invoices.xlsx", export.invoices_xlsx, name="xlsx"),
    path("payments/<int:pk>/use/", settling.use, name="use"),
    path("allocations/<int:pk>/release/", settling.release, name="release"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/pdf/", views.pdf, name="pdf"),
    path("<str:number>/xml/", einvoices.xml, name="xml"),
    path("<str:number>/einvoice/", einvoices.send, name="send"),
    path("<str:number>/credit/", acting.credit, name="credit"),
    path("<str:number>/payment/", acting.pay, name="payment"),
]
