"""What is sold and how it is taxed, invoices and credit notes, and the payments that settle them."""

from .correction import Instalment, InstalmentPlan, InstalmentPlanEnd, Refund, RefundReversal, WriteOff
from .delivery import Channel, DeliveryEvent, DeliveryStatus, EInvoiceDelivery
from .introduction import FeeStatus, FeeStatusChange
from .invoice import Invoice, InvoiceKind, InvoiceLine, InvoiceSeries
from .matching import AsideReason, DecisionKind, EntryMatch, MatchDecision, MatchState
from .payment import Allocation, Payment, PaymentKind, PaymentReversal
from .product import Product, ProductKind, VatTreatment
from .reminder import ArrearsRule, Audience, Days, Dispute, ReferenceRate, Reminder, ReminderPause, ReminderStep

__all__ = [
    "Allocation",
    "ArrearsRule",
    "AsideReason",
    "Audience",
    "Channel",
    "Days",
    "DecisionKind",
    "DeliveryEvent",
    "DeliveryStatus",
    "Dispute",
    "EInvoiceDelivery",
    "EntryMatch",
    "FeeStatus",
    "FeeStatusChange",
    "Instalment",
    "InstalmentPlan",
    "InstalmentPlanEnd",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceSeries",
    "MatchDecision",
    "MatchState",
    "Payment",
    "PaymentKind",
    "PaymentReversal",
    "Product",
    "ProductKind",
    "ReferenceRate",
    "Refund",
    "RefundReversal",
    "Reminder",
    "ReminderPause",
    "ReminderStep",
    "VatTreatment",
    "WriteOff",
]
