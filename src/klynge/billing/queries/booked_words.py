"""What a transaction in the books is called: in the cluster's own language, as on the day of booking (decision 8)."""

from django.utils.translation import gettext, gettext_noop, override

from klynge.access.models import Cluster

INVOICE, CREDIT_NOTE = gettext_noop("Invoice %s"), gettext_noop("Credit note %s")
PAYMENT, PAYMENT_OF = gettext_noop("Payment %s"), gettext_noop("Payment of %s")
PAID_BY_ANOTHER, RELEASED = gettext_noop("Another's payment of %s"), gettext_noop("Payment of %s released")
PAYMENT_REVERSED = gettext_noop("Payment %s taken back")
WRITTEN_OFF, REFUNDED, REFUND_REVERSED = gettext_noop("Loss on %s"), gettext_noop("Refund %s"), gettext_noop("Refund %s taken back")


def booked_words(cluster: Cluster, sentence: str) -> str:
    """Return one of the sentences above in the cluster's language, with its ``%s`` still in it; PostgreSQL's format() fills it too."""
    with override(cluster.locale):
        return gettext(sentence)
