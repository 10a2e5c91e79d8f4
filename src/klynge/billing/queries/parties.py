"""What an invoice keeps of its buyer: the same keys as the bulk SQL in actions/issue_invoices.py writes."""

from datetime import date

from klynge.access.models import Cluster
from klynge.directory.models import ContactRole, ContactRoleKind, Organisation

FACTS = ("name", "cvr", "street", "postcode", "town", "country", "gln")


def buyer_snapshot(organisation: Organisation, *, cluster: Cluster, on: date) -> dict[str, str]:
    """Return name, cvr, street, postcode, town, country, gln, reference, attention and email, as they are on the day.

    The reader is the cluster's billing contact of the day, else the primary one; without any, attention and email are empty.
    """
    roles = ContactRole.objects.filter(
        cluster=cluster, organisation=organisation, kind__in=[ContactRoleKind.BILLING, ContactRoleKind.PRIMARY], during__contains=on
    )
    role = roles.select_related("person").order_by("kind", "id").first()
    address = role.person.emails.filter(is_primary=True).first() if role else None
    return {
        **{fact: getattr(organisation, fact) for fact in FACTS},
        "reference": organisation.buyer_reference,
        "attention": role.person.name if role else "",
        "email": address.address if address else "",
    }
