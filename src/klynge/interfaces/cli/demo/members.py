"""Companies with their people, sizes and memberships over ten years; partners and readers beside them."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from klynge.access.models import Cluster
from klynge.core.ranges import span
from klynge.directory.models import (
    Affiliation,
    ContactRole,
    ContactRoleKind,
    Listing,
    Organisation,
    Partnership,
    Person,
    PersonEmail,
    SizeDeclaration,
    SizeSource,
    Subscription,
)
from klynge.membership.models import Ending, EndReason, Membership, MembershipType, NumberSeries, Resignation

from .words import TITLES, Company, ascii_name, person

# how many of the 150 stand in each of the eight categories, and the sizes of the category
MIX = [(34, 0, 1), (30, 2, 4), (27, 5, 9), (23, 10, 19), (18, 20, 49), (10, 50, 99), (5, 100, 199), (3, 200, 640)]
MEMBERS, FORMER, LEAVING = 150, 74, 5
REASONS = [EndReason.RESIGNED] * 6 + [EndReason.NON_PAYMENT, EndReason.BANKRUPT, EndReason.MOVED]
PARTNERS = [
    ("Nordjysk Universitet", "knowledge", "Grundlæggende universitet"), ("Nordjyske Kommuners Erhvervsråd", "association", "Regional udviklingspartner"),
    ("Fjordbyen Kommune", "public", "Værtskommune"), ("IT-Erhvervet Nord", "association", "Brancheforening"),
]  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def organisations(cluster: Cluster, made: list[Company]) -> list[Organisation]:
    """Register the companies and list them in the cluster."""
    rows = Organisation.objects.bulk_create(
        Organisation(
            name=c.name, cvr=c.cvr, legal_form=c.form, kind="sole" if c.form == "ENK" else "company", street=f"{c.domain.split('-')[0].title()}vej {n % 90 + 1}",
            postcode=c.postcode, town=c.town, municipality_id=c.municipality, industry_code=c.industry[0], industry_edition=c.industry[1],
            email_domain=c.domain, website=f"https://{c.domain}", founded_on=date(1985 + n % 35, 1 + n % 12, 1 + n % 28),
        )
        for n, c in enumerate(made)
    )  # fmt: skip
    Listing.objects.bulk_create(Listing(cluster=cluster, organisation=o, listed_at=_moment(date(2016, 12, 1))) for o in rows)
    return rows


def people(cluster: Cluster, rows: list[Organisation], random: Random) -> None:
    """Give each company one to four people; the first is its contact, and pays."""
    staff = [(o, n) for o in rows for n in range(random.choice([1, 2, 2, 3, 4]))]
    made = Person.objects.bulk_create(Person(name=person(random), language="en" if random.random() < 0.08 else "da") for _ in staff)
    pairs = list(zip(staff, made, strict=True))
    PersonEmail.objects.bulk_create(
        PersonEmail(person=p, address=f"{ascii_name(p.name.split()[0])}.{p.pk}@{o.email_domain}", is_primary=True) for (o, _), p in pairs
    )
    started = date(2015, 1, 1)
    Affiliation.objects.bulk_create(
        Affiliation(person=p, organisation=o, title=TITLES[n % len(TITLES)], during=span(started)) for (o, n), p in pairs
    )
    firsts = [(o, p) for (o, n), p in pairs if n == 0]
    ContactRole.objects.bulk_create(
        ContactRole(cluster=cluster, organisation=o, person=p, kind=kind, during=span(started))
        for o, p in firsts
        for kind in (ContactRoleKind.PRIMARY, ContactRoleKind.BILLING, ContactRoleKind.VOTING)
    )


def headcounts(count: int, random: Random) -> list[int]:
    """Draw headcounts: the first 150 in the proportions of MIX, the rest at random."""
    drawn = [random.randint(low, high) for share, low, high in MIX for _ in range(share)]
    random.shuffle(drawn)
    return drawn + [random.choice(drawn) for _ in range(count - len(drawn))]


def sizes(rows: list[Organisation], drawn: list[int]) -> None:
    """Declare an old size and a new one; a few are left open for somebody to deal with."""
    register, member, old, new = SizeSource.REGISTER, SizeSource.MEMBER, date(2016, 11, 1), date(2026, 10, 1)
    declared = []
    for n, (o, heads) in enumerate(zip(rows, drawn, strict=True)):
        if n in (11, 47, 93):  # nobody knows
            continue
        if n == 5:  # the register's interval touches two categories
            declared.append(SizeDeclaration(organisation=o, low=5, high=19, as_of=old, source=register, declared_at=_moment(old)))
            continue
        confirmed = None if n in (8, 21, 34, 66, 105, 130) else _moment(old)
        declared.append(
            SizeDeclaration(
                organisation=o, low=heads, high=heads, as_of=old, source=register, declared_at=_moment(old), confirmed_at=confirmed
            )
        )
        if n % 3 == 0 and confirmed:
            grown = heads + heads // 8
            declared.append(
                SizeDeclaration(
                    organisation=o, low=grown, high=grown, as_of=new, source=member, declared_at=_moment(new), confirmed_at=_moment(new)
                )
            )
    SizeDeclaration.objects.bulk_create(declared)


def memberships(cluster: Cluster, kind: MembershipType, rows: list[Organisation], random: Random) -> None:
    """Make 150 memberships that hold on 1 January 2027, and the ones that ended before."""
    made = []
    for n, o in enumerate(rows):
        joined = (
            date(2012 + n % 5, 1 + n % 12, 1)
            if random.random() < 0.45
            else date(2017, 1, 1) + timedelta(days=random.randrange(3_500 if n < MEMBERS else 2_900))
        )
        leaves = None
        if n >= MEMBERS:
            first = date(2017, 1, 1) if joined.year < 2017 else date(joined.year + 1, 1, 1)
            leaves = date(2027, 1, 1) if n >= MEMBERS + FORMER - LEAVING else date(random.randint(first.year, 2026), 1, 1)
            leaves = max(leaves, date(joined.year + 1, 1, 1))
        made.append(
            Membership(
                cluster=cluster, organisation=o, type=kind, member_no=n + 1, during=span(joined, leaves), is_founding=joined.year == 2012
            )
        )
    ended = [
        (each, random.choice(REASONS) if each.during.upper.year < 2027 else EndReason.RESIGNED)
        for each in Membership.objects.bulk_create(made)
        if each.during.upper
    ]
    NumberSeries.objects.filter(cluster=cluster).update(next_number=len(rows) + 1)
    _endings(ended)


def _endings(ended: list[tuple[Membership, str]]) -> None:
    notices = [(m, r) for m, r in ended if r in (EndReason.RESIGNED, EndReason.MOVED)]
    Resignation.objects.bulk_create(
        Resignation(
            membership=m,
            received_on=m.during.upper - timedelta(days=100),
            effective_on=m.during.upper,
            reason=r,
            recorded_at=_moment(m.during.upper),
        )
        for m, r in notices
    )
    Ending.objects.bulk_create(
        Ending(membership=m, reason=r, recorded_at=_moment(m.during.upper), recorded_by="Astrid Holm")
        for m, r in ended
        if (m, r) not in notices
    )


def partners_and_readers(cluster: Cluster, random: Random) -> None:
    """Add the core partners, who are never billed, and people who only receive the newsletter."""
    for n, (name, kind, role) in enumerate(PARTNERS):
        partner = Organisation.objects.create(
            name=name, kind=kind, town="Aalborg", postcode="9000", municipality_id="0851", search_text=name.lower()
        )
        Listing.objects.create(cluster=cluster, organisation=partner, listed_at=_moment(date(2016, 12, 1)))
        Partnership.objects.create(cluster=cluster, organisation=partner, role=role, during=span(date(2009 + n, 1, 1)))
    Subscription.objects.bulk_create(
        Subscription(cluster=cluster, address=f"laeser{n}@post.example", name=person(random), consented_at=_moment(date(2020 + n % 6, 3, 1)), consent_source="Tilmelding på hjemmesiden")
        for n in range(40)
    )  # fmt: skip
