"""Invoices and credit notes: the list, one document, its PDF, crediting and payments."""

from django.urls import path

from . import acting, correcting, einvoices, export, settling, views

app_name = "invoices"
urlpatterns = [
    path("", views.invoice_list, name="list"),
    path("invoices.csv", export.invoices_csv, name="csv"),
    path("invoices.xlsx", export.invoices_xlsx, name="xlsx"),
    path("payments/<int:pk>/use/", settling.use, name="use"),
    path("allocations/<int:pk>/release/", settling.release, name="release"),
    path("payments/<int:pk>/refund/", correcting.refund, name="refund"),
    path("refunds/<int:pk>/undo/", correcting.undo_refund, name="undo_refund"),
    path("write-offs/<int:pk>/undo/", correcting.undo_write_off, name="undo_write_off"),
    path("instalments/<int:pk>/end/", correcting.end_instalments, name="end_instalments"),
    path("corrections/<slug:of>/<int:pk>/", correcting.document, name="correction"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/pdf/", views.pdf, name="pdf"),
    path("<str:number>/xml/", einvoices.xml, name="xml"),
    path("<str:number>/einvoice/", einvoices.send, name="send"),
    path("<str:number>/credit/", acting.credit, name="credit"),
    path("<str:number>/write-off/", correcting.write_off, name="write_off"),
    path("<str:number>/instalments/", correcting.instalments, name="instalments"),
    path("<str:number>/payment/", acting.pay, name="payment"),
]
