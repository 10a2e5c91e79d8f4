"""The cast: Astrid (staff) and Bo (member) of Nordlys, Dorte (staff of Havblik, the stranger)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, Role, User
from klynge.access.queries import actor_of
from klynge.billing.models import FeeStatus, FeeStatusChange, Product
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Listing, Organisation, Person, PersonEmail
from klynge.membership.models import Membership, MembershipType, NumberSeries, Term

NOON = datetime(2027, 1, 4, 11, 0, tzinfo=UTC)
TODAY = date(2027, 1, 4)


@dataclass
class World:
    """Two clusters and the people in them, on Monday 4 January 2027 at noon in Aalborg."""

    nordlys: Cluster
    havblik: Cluster
    astrid_user: User
    frida_user: User
    bo_user: User
    dorte_user: User
    astrid: Actor  # administrator of Nordlys
    frida: Actor  # finance at Nordlys: the second pair of eyes
    bo: Actor  # a member company's person: no role in the office
    dorte: Actor  # administrator of Havblik
    fjord: Organisation  # Bo's company, a member of Nordlys
    fjord_membership: Membership
    ordinary: MembershipType
    term: Term
    dues: Product
    noon: datetime = NOON
    today: date = TODAY


def _cluster(slug: str, name: str, cvr: str) -> Cluster:
    return Cluster.objects.create(
        slug=slug, name=name, legal_name=f"Foreningen {name}", cvr=cvr, street="Kajen 1", postcode="9000", town="Aalborg",
        email=f"post@{slug}.example", bank_reg="9280", bank_account="1234567890", iban="DK5000400440116243",
        bic="NDEADKKK", bank_name="Testbanken", fik_creditor="80679858",
    )  # fmt: skip


def _user(email: str, name: str, cluster: Cluster | None, role: str = Role.ADMIN) -> User:
    user = User.objects.create_user(email, "aalborg-2027", name=name)
    if cluster:
        Grant.objects.create(user=user, cluster=cluster, role=role, granted_at=datetime(2020, 1, 1, tzinfo=UTC))
    return user


def _member_company(cluster: Cluster, kind: MembershipType, bo: User) -> tuple[Organisation, Membership]:
    fjord = Organisation.objects.create(
        name="Fjord Data ApS",
        legal_form="ApS",
        cvr="13748136",
        street="Strandvejen 7",
        postcode="9000",
        town="Aalborg",
        email_domain="fjord.example",
    )
    Listing.objects.create(cluster=cluster, organisation=fjord, listed_at=NOON)
    person = Person.objects.create(name="Bo Ågård", user=bo)
    PersonEmail.objects.create(person=person, address="bo@fjord.example", is_primary=True)
    Affiliation.objects.create(person=person, organisation=fjord, title="Direktør", during=span(date(2020, 1, 1)))
    for role in (ContactRoleKind.PRIMARY, ContactRoleKind.BILLING):
        ContactRole.objects.create(cluster=cluster, organisation=fjord, person=person, kind=role, during=span(date(2020, 1, 1)))
    membership = Membership.objects.create(cluster=cluster, organisation=fjord, type=kind, member_no=1, during=span(date(2020, 1, 1)))
    NumberSeries.objects.create(cluster=cluster, next_number=2)
    return fjord, membership


def build() -> World:
    """Set the stage."""
    nordlys, havblik = _cluster("nordlys", "Nordlys", "12345674"), _cluster("havblik", "Havblik", "13585628")
    astrid, frida = (
        _user("astrid@nordlys.example", "Astrid Holm", nordlys),
        _user("frida@nordlys.example", "Frida Juhl", nordlys, Role.FINANCE),
    )
    bo, dorte = _user("bo@fjord.example", "Bo Ågård", None), _user("dorte@havblik.example", "Dorte Vang", havblik)
    ordinary = MembershipType.objects.create(cluster=nordlys, code="ordinary", name={"da": "Ordinært medlem", "en": "Ordinary member"})
    fjord, membership = _member_company(nordlys, ordinary, bo)
    FeeStatusChange.objects.create(cluster=nordlys, status=FeeStatus.INTRODUCED, from_on=date(2017, 1, 1))
    return World(
        nordlys=nordlys, havblik=havblik, astrid_user=astrid, frida_user=frida, bo_user=bo, dorte_user=dorte,
        astrid=actor_of(astrid, cluster=nordlys, at=NOON), frida=actor_of(frida, cluster=nordlys, at=NOON),
        bo=Actor(name="Bo Ågård", cluster_id=nordlys.pk, user_id=bo.pk), dorte=actor_of(dorte, cluster=havblik, at=NOON),
        fjord=fjord, fjord_membership=membership, ordinary=ordinary,
        term=Term.objects.create(cluster=nordlys, label="2027", during=span(date(2027, 1, 1), date(2028, 1, 1))),
        dues=Product.objects.create(cluster=nordlys, code="dues", name={"da": "Kontingent", "en": "Membership dues"}),
    )  # fmt: skip
