"""What is sold and how it is taxed, invoices and credit notes, and the payments that settle them."""

from .delivery import Channel, DeliveryEvent, DeliveryStatus, EInvoiceDelivery
from .introduction import FeeStatus, FeeStatusChange
from .invoice import Invoice, InvoiceKind, InvoiceLine, InvoiceSeries
from .payment import Allocation, Payment
from .product import Product, ProductKind, VatTreatment
from .reminder import ArrearsRule, Audience, Days, Dispute, ReferenceRate, Reminder, ReminderPause, ReminderStep

__all__ = [
    "Allocation",
    "ArrearsRule",
    "Audience",
    "Channel",
    "Days",
    "DeliveryEvent",
    "DeliveryStatus",
    "Dispute",
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
    "ReferenceRate",
    "Reminder",
    "ReminderPause",
    "ReminderStep",
    "VatTreatment",
]
