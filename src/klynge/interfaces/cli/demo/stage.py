"""The clusters, their people in the office, and what membership costs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, Role, User
from klynge.access.queries import actor_of
from klynge.billing.models import FeeStatus, FeeStatusChange, Product
from klynge.core.ranges import span
from klynge.membership.models import (
    FeeBand,
    FeeComponent,
    FeeMethod,
    FeeSchedule,
    MembershipType,
    NumberSeries,
    Proration,
    ScheduleStatus,
    Term,
)

PASSWORD = "aalborg-2027"  # noqa: S105 - printed at the end of every demo
LONG_AGO = datetime(2016, 1, 4, 9, 0, tzinfo=UTC)
# The two published ends of the scale are 1,000 and 25,000; the register's size intervals and equal ratios make up the rest.
SCALE = [
    (0, 2, 1_000),
    (2, 5, 1_500),
    (5, 10, 2_500),
    (10, 20, 4_000),
    (20, 50, 6_500),
    (50, 100, 10_000),
    (100, 200, 16_000),
    (200, None, 25_000),
]
ASSUMED = {
    "da": "Kun trin 1 og 8 er offentliggjort (1.000 og 25.000 kr.). Trin 2-7 er en antagelse: CVR's størrelsesintervaller og lige store spring.",
    "en": "Only steps 1 and 8 are published (DKK 1,000 and 25,000). Steps 2-7 are an assumption: the register's size intervals and equal ratios.",
}
USERS = [
    ("astrid@nordlys.example", "Astrid Holm", Role.ADMIN), ("frida@nordlys.example", "Frida Juhl", Role.FINANCE),
    ("mads@nordlys.example", "Mads Krog", Role.MANAGER), ("rikke@nordlys.example", "Rikke Bak", Role.READER),
]  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """Nordlys and its neighbours."""

    nordlys: Cluster
    neighbours: list[Cluster]
    ordinary: MembershipType
    planner: Actor
    releaser: Actor


def _cluster(slug: str, name: str, cvr: str, parent: Cluster | None = None) -> Cluster:
    return Cluster.objects.create(
        slug=slug, name=name, legal_name=f"Foreningen {name}", parent=parent, cvr=cvr, street="Kajen 1", postcode="9000", town="Aalborg",
        email=f"sekretariat@{slug}.example", phone="+45 99 00 00 00", website=f"https://{slug}.example", bank_name="Demobanken", bank_reg="0040",
        bank_account="0440116243", iban="DK5000400440116243", bic="DEMODKKK", fik_creditor="85799665",
    )  # fmt: skip


def make_user(email: str, name: str, cluster: Cluster | None, role: str = "") -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    if cluster:
        Grant.objects.create(user=user, cluster=cluster, role=role, granted_at=LONG_AGO)
    return user


def _schedule(
    cluster: Cluster, product: Product, version: int, day: date, *, factor: int = 1000, status: str = ScheduleStatus.ADOPTED
) -> FeeSchedule:
    is_draft = status == ScheduleStatus.DRAFT
    schedule = FeeSchedule.objects.create(
        cluster=cluster, code="kontingent", version=version, name="Kontingent", status=status, effective_on=day, product=product,
        adopted_on=None if is_draft else date(day.year - 1, 11, 20), resolution="" if is_draft else f"Generalforsamling {day.year - 1}, punkt 6",
        proration=Proration.QUARTER, bills_next_year_from="11-15", assumption=ASSUMED, currency=cluster.currency,
    )  # fmt: skip
    label = {"da": "Kontingent", "en": "Membership dues"}
    component = FeeComponent.objects.create(schedule=schedule, code="size", label=label, method=FeeMethod.BAND, metrics=["headcount"])
    for position, (low, high, kroner) in enumerate(SCALE, 1):
        text = f"{low}+" if high is None else f"{low}-{high - 1}"
        amount = round(kroner * factor / 1000 / 50) * 5_000 if factor != 1000 else kroner * 100
        FeeBand.objects.create(
            component=component, position=position, low=low, high=high, amount_minor=amount, is_assumption=position not in (1, 8),
            label={"da": f"{text} ansatte", "en": f"{text} employees"},
        )  # fmt: skip
    return schedule


def _fees(cluster: Cluster, introduced: date | None, announced: date) -> Product:
    FeeStatusChange.objects.create(cluster=cluster, status=FeeStatus.ANNOUNCED, from_on=announced)
    if introduced:
        FeeStatusChange.objects.create(cluster=cluster, status=FeeStatus.INTRODUCED, from_on=introduced)
    NumberSeries.objects.create(cluster=cluster)
    return Product.objects.create(cluster=cluster, code="dues", name={"da": "Kontingent", "en": "Membership dues"})


def ordinary_type(cluster: Cluster) -> MembershipType:
    return MembershipType.objects.create(cluster=cluster, code="ordinary", name={"da": "Ordinært medlem", "en": "Ordinary member"})


def build() -> Stage:
    """Set the stage."""
    umbrella = _cluster("nordklyngen", "Nordklyngen", "99100001")
    nordlys = _cluster("nordlys", "Nordlys", "99100028", umbrella)
    neighbours = [_cluster("havblik", "Havblik", "99100036", umbrella), _cluster("flekskraft", "FleksKraft", "99100044", umbrella)]
    people = {email: make_user(email, name, nordlys, role) for email, name, role in USERS}
    make_user("dorte@havblik.example", "Dorte Vang", neighbours[0], Role.ADMIN)
    product = _fees(nordlys, date(2017, 1, 1), date(2016, 6, 1))
    for version, year, factor in ((1, 2017, 1000), (2, 2023, 1030)):
        _schedule(nordlys, product, version, date(year, 1, 1), factor=factor)
    _schedule(nordlys, product, 3, date(2028, 1, 1), factor=1060, status=ScheduleStatus.DRAFT)
    for year in range(2017, 2029):
        Term.objects.create(cluster=nordlys, label=f"{year}", during=span(date(year, 1, 1), date(year + 1, 1, 1)))
    for cluster, introduced in zip(neighbours, (date(2025, 1, 1), None), strict=True):
        _schedule(cluster, _fees(cluster, introduced, date(2024, 6, 1)), 1, date(2025, 1, 1))
        Term.objects.create(cluster=cluster, label="2027", during=span(date(2027, 1, 1), date(2028, 1, 1)))
    actors = [actor_of(people[email], cluster=nordlys, at=LONG_AGO) for email in ("mads@nordlys.example", "frida@nordlys.example")]
    return Stage(nordlys, neighbours, ordinary_type(nordlys), *actors)
