"""Which member companies somebody may belong to, by the address; and who asks to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Lower

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.sorting import Danish
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Organisation, PersonEmail
from klynge.directory.rules.mail_domains import work_domains
from klynge.membership.models import AccessRequest, Membership

SALT = "klynge.membership.access_request"
WORKS_FOR = timedelta(days=2)  # how long the link in the mail works


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as it stands in the link."""

    name: str
    title: str
    address: str
    language: str


def companies_by_address(address: str, *, cluster: Cluster, on_day: date) -> QuerySet[Organisation]:
    """Return the member companies whose people have addresses at the same work domain, by name.

    A company is known by its own domain, or by that of somebody who works there. A private mailbox is nobody's.
    """
    domains = work_domains(address)
    member = Membership.objects.filter(cluster=cluster, organisation=OuterRef("pk"), during__contains=on_day)
    of_address = Func(Lower("address"), Value("@"), 2, function="split_part", output_field=CharField())
    mailed = PersonEmail.objects.alias(domain=of_address).filter(domain__in=domains)
    works = Affiliation.objects.filter(
        Exists(mailed.filter(person=OuterRef("person"))), organisation=OuterRef("pk"), during__contains=on_day
    )
    own = Q(own_domain__in=domains) | Q(Exists(works))
    found = Organisation.objects.alias(own_domain=Lower("email_domain")).filter(own, Exists(member), merged_into__isnull=True)
    return found.order_by(Danish("name"), "pk")


def belongs_already(address: str, organisation: Organisation, *, on_day: date) -> bool:
    """Say whether whoever has the address works there already and can sign in."""
    works = Affiliation.objects.filter(organisation=organisation, during__contains=on_day, person__user__isnull=False)
    return works.filter(Q(person__emails__address__iexact=address) | Q(person__user__email__iexact=address)).exists()


def token_of(asker: Asker, *, cluster: Cluster) -> str:
    """Return what stands in the link that shows that the address is the asker's own."""
    return signing.TimestampSigner(salt=SALT).sign_object([cluster.pk, asker.name, asker.title, asker.address, asker.language])


def asker_by(token: str, *, cluster: Cluster) -> Asker | None:
    """Return who asks by this link, or None when it was altered, is too old or is another cluster's."""
    try:
        pk, *facts = signing.TimestampSigner(salt=SALT).unsign_object(token, max_age=WORKS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Asker(*facts) if pk == cluster.pk else None


def requests_for(actor: Actor, organisation: Organisation | None = None) -> QuerySet[AccessRequest]:
    """Return the requests that the actor may answer, of one company or of all, the oldest first."""
    found = AccessRequest.objects.visible_to(actor).select_related("organisation")
    return (found if organisation is None else found.filter(organisation=organisation)).order_by("pk")


def old_requests(cluster: Cluster, *, before: datetime) -> QuerySet[AccessRequest]:
    """Return the requests from before the moment that nobody has answered, the oldest first."""
    return AccessRequest.objects.filter(cluster=cluster, asked_at__lt=before).order_by("pk")


def answerers(organisation: Organisation, *, cluster: Cluster, on_day: date) -> list[tuple[str, str, str]]:
    """Return (name, address, language) of the primary contact who can be reached, or nobody."""
    held = ContactRole.objects.filter(cluster=cluster, organisation=organisation, kind=ContactRoleKind.PRIMARY, during__contains=on_day)
    reached = held.filter(person__emails__is_primary=True, person__emails__bounced_at__isnull=True)
    return list(reached.values_list("person__name", F("person__emails__address"), "person__language"))
