"""What a role may do with invoices, credit notes and payments."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_issue(actor: Actor, cluster: Cluster) -> bool:
    """Issue invoices."""
    return actor.may("billing.issue", cluster_id=cluster.pk)


def may_credit(actor: Actor, cluster: Cluster) -> bool:
    """Issue credit notes."""
    return actor.may("billing.credit", cluster_id=cluster.pk)


def may_send_einvoices(actor: Actor, cluster: Cluster) -> bool:
    """Let a document leave as an e-invoice, or once more."""
    return actor.may("billing.issue", cluster_id=cluster.pk)


def may_record_delivery(actor: Actor, cluster_id: int) -> bool:
    """Write down what a receiver said: the installation itself."""
    return actor.may("billing.hear", cluster_id=cluster_id)


def may_record_payment(actor: Actor, cluster: Cluster) -> bool:
    """Record that money came in."""
    return actor.may("billing.pay", cluster_id=cluster.pk)


def may_allocate(actor: Actor, cluster: Cluster) -> bool:
    """Say which invoices a payment settles, and take that back."""
    return actor.may("billing.allocate", cluster_id=cluster.pk)


def may_write_off(actor: Actor, cluster: Cluster) -> bool:
    """Give up what is owed, and take that back."""
    return actor.may("billing.write_off", cluster_id=cluster.pk)


def may_refund(actor: Actor, cluster: Cluster) -> bool:
    """Book that money was paid back, and take that back."""
    return actor.may("billing.refund", cluster_id=cluster.pk)


def may_set_prices(actor: Actor, cluster: Cluster) -> bool:
    """Change fee products, their VAT, and from when dues are charged."""
    return actor.may("billing.set_prices", cluster_id=cluster.pk)


def may_remind(actor: Actor, cluster: Cluster) -> bool:
    """Send reminders, pause them, and note disputes."""
    return actor.may("billing.remind", cluster_id=cluster.pk)


def may_expire(actor: Actor, cluster: Cluster) -> bool:
    """Blot the people out of invoices that need not be kept any more."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
