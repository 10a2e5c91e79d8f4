"""What is sold and how it is taxed, invoices and credit notes, and the payments that settle them."""

from .delivery import Channel, DeliveryEvent, DeliveryStatus, EInvoiceDelivery
from .introduction import FeeStatus, FeeStatusChange
from .invoice import Invoice, InvoiceKind, InvoiceLine, InvoiceSeries
from .payment import Allocation, Payment
from .product import Product, ProductKind, VatTreatment

__all__ = [
    "Allocation",
    "Channel",
    "DeliveryEvent",
    "DeliveryStatus",
    "EInvoiceDelivery",
    "FeeStatus",
    "FeeStatusChange",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceSeries",
    "Payment",
    "Product",
    "ProductKind",
    "VatTreatment",
]
