"""Companies with their people, sizes and memberships over ten years; partners and readers beside them."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from klynge.access.models import Cluster, User
from klynge.audit.models import AuditEvent
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
# who makes the plan of 2027 worth looking at: joined late in 2026, and something is missing
SIZELESS, STRADDLING, UNCONFIRMED = (11, 47, 93), (5, 71), (8, 21, 34, 66, 105, 130)
NO_CONTACT, PUBLIC = 118, 84
NEWCOMERS = (*SIZELESS, *STRADDLING, NO_CONTACT, PUBLIC)
REGISTER = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # where the company register's intervals of employees begin
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
            email_domain=c.domain, website=f"https://{c.domain}", founded_on=date(1985 + n % 26, 1 + n % 12, 1 + n % 28),
        )
        for n, c in enumerate(made)
    )  # fmt: skip
    Listing.objects.bulk_create(Listing(cluster=cluster, organisation=o, listed_at=_moment(date(2016, 12, 1))) for o in rows)
    return rows


def a_public_body(organisation: Organisation) -> None:
    """Turn one of them into a school that has not told its GLN: no e-invoice reaches it."""
    organisation.name, organisation.kind, organisation.legal_form = "Vestkystens Tekniske Skole", "public", "other"
    organisation.save(update_fields=["name", "kind", "legal_form"])


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
        for number, (o, p) in enumerate(firsts)
        if number != NO_CONTACT
        for kind in (ContactRoleKind.PRIMARY, ContactRoleKind.BILLING, ContactRoleKind.VOTING)
    )


def headcounts(count: int, random: Random) -> list[int]:
    """Draw headcounts: the first 150 in the proportions of MIX, the rest at random."""
    drawn = [random.randint(low, high) for share, low, high in MIX for _ in range(share)]
    random.shuffle(drawn)
    return drawn + [random.choice(drawn) for _ in range(count - len(drawn))]


def sizes(rows: list[Organisation], drawn: list[int]) -> None:
    """Take an interval from the register, and for some a number from the member; a few are left open for somebody to deal with."""
    member, old, new = SizeSource.MEMBER, date(2016, 11, 1), date(2026, 10, 1)
    declared = []
    for n, (o, heads) in enumerate(zip(rows, drawn, strict=True)):
        if n in SIZELESS:
            continue
        low, high = (5, 19) if n in STRADDLING else _interval(heads)
        confirmed = None if n in (*UNCONFIRMED, *STRADDLING) else _moment(old)
        declared.append(_size(o, low, high, old, SizeSource.REGISTER, confirmed))
        if n % 3 == 0 and confirmed:
            grown = heads + heads // 8
            declared.append(_size(o, grown, grown, new, member, _moment(new)))
    SizeDeclaration.objects.bulk_create(declared)


def _interval(heads: int) -> tuple[int, int]:
    """Return the register's interval in which the headcount lies."""
    below = [start for start in REGISTER if start <= heads]
    return below[-1], REGISTER[len(below)] - 1


def _size(organisation: Organisation, low: int, high: int, as_of: date, source: str, confirmed: datetime | None) -> SizeDeclaration:
    return SizeDeclaration(
        organisation=organisation, low=low, high=high, as_of=as_of, source=source, declared_at=_moment(as_of), confirmed_at=confirmed
    )


def memberships(cluster: Cluster, kind: MembershipType, rows: list[Organisation], random: Random) -> None:
    """Make 150 memberships that hold on 1 January 2027, and the ones that ended before."""
    made = []
    for n, o in enumerate(rows):
        joined = (
            date(2012 + n % 5, 1 + n % 12, 1)
            if random.random() < 0.45
            else date(2017, 1, 1) + timedelta(days=random.randrange(3_500 if n < MEMBERS else 2_900))
        )
        if n in NEWCOMERS:
            joined = date(2026, 10 + n % 2, 1 + n % 14)
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
    kept = Membership.objects.bulk_create(made)
    ended = [(each, random.choice(REASONS) if each.during.upper.year < 2027 else EndReason.RESIGNED) for each in kept if each.during.upper]
    NumberSeries.objects.filter(cluster=cluster).update(next_number=len(rows) + 1)
    _endings(ended)
    _told(cluster, kept, ended)


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


def _told(cluster: Cluster, kept: list[Membership], ended: list[tuple[Membership, str]]) -> None:
    """Write down who admitted each member, and who took its notice."""
    who = User.objects.filter(email__in=["astrid@nordlys.example", "mads@nordlys.example"]).order_by("pk")
    staff = list(who.values_list("pk", "name"))
    facts = [(m, "joined", {"joined_on": str(m.during.lower)}, m.during.lower) for m in kept]
    for each, reason in ended:
        received = each.during.upper - timedelta(days=100)
        if reason in (EndReason.RESIGNED, EndReason.MOVED):
            facts.append((each, "resigned", {"received_on": str(received)}, received))
        else:
            facts.append((each, "excluded", {"reason": str(reason)}, each.during.upper))
    AuditEvent.objects.bulk_create(
        AuditEvent(
            cluster=cluster, at=_moment(day), actor_name=staff[n % 2][1], user_id=staff[n % 2][0], verb=f"membership.membership.{verb}",
            subject_type="directory.organisation", subject_id=m.organisation_id, subject_label=m.organisation.name, details=details,
        )
        for n, (m, verb, details, day) in enumerate(sorted(facts, key=lambda fact: fact[3]))
    )  # fmt: skip


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
