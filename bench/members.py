"""A cluster with any number of members, made in set-based SQL."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection
from django_scopes import scopes_disabled

from klynge.access.models import Cluster, Grant, Role, User
from klynge.billing.models import FeeStatus, FeeStatusChange, Product
from klynge.core.ranges import span
from klynge.membership.models import FeeBand, FeeComponent, FeeMethod, FeeSchedule, MembershipType, ScheduleStatus, Term

NOON = datetime(2027, 1, 4, 11, 0, tzinfo=UTC)
# A1, see docs/guide: the ends are published, the inner steps are an assumption
A1 = [
    (0, 2, 1_000),
    (2, 5, 1_500),
    (5, 10, 2_500),
    (10, 20, 4_000),
    (20, 50, 6_500),
    (50, 100, 10_000),
    (100, 200, 16_000),
    (200, None, 25_000),
]

# Sizes are skewed as real ones are: most companies are small. Towns and names repeat, numbers do not.
ROWS = [
    """INSERT INTO directory_organisation (name, trading_name, kind, legal_form, country, cvr, industry_code, industry_edition, street, postcode, town,
           municipality_id, website, email_domain, phone, gln, buyer_reference, is_advertising_protected, has_foreign_parent, search_text, created_at)
       SELECT name, '', 'company', 'ApS', 'DK', (20000000 + n)::text, '620100', 'DB07', 'Vej ' || n, '9' || lpad((n %% 900)::text, 3, '0'), town, NULL,
              '', domain, '', '', '', false, false, lower(name || ' ' || town || ' ' || (20000000 + n) || ' ' || domain), now()
       FROM (SELECT n, (ARRAY['Ærø','Øst','Nord','Fjord','Limfjord','Aalborg','Vendsyssel','Skagen'])[1 + n %% 8] || ' ' ||
                    (ARRAY['Software','Data','Net','Digital','Robotik','Sensor','Cloud'])[1 + n %% 7] || ' ' || n || ' ApS' AS name,
                    'firma' || n || '.example' AS domain,
                    (ARRAY['Aalborg','Hjørring','Thisted','Brønderslev','Frederikshavn'])[1 + n %% 5] AS town
             FROM generate_series(1, %(members)s) AS n) AS made""",
    "INSERT INTO directory_listing (cluster_id, organisation_id, external_id, listed_at) SELECT %(cluster)s, id, '', now() FROM directory_organisation",
    """INSERT INTO directory_person (name, phone, language, search_text, created_at)
       SELECT 'Kontakt ' || id, '', CASE WHEN id %% 5 = 0 THEN 'en' ELSE 'da' END, 'kontakt ' || id, now() FROM directory_organisation ORDER BY id""",
    "INSERT INTO directory_personemail (person_id, address, is_primary) SELECT id, 'p' || id || '@firma.example', true FROM directory_person",
    """CREATE TEMP TABLE pairing AS SELECT o.id AS organisation_id, p.id AS person_id
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM directory_organisation) o
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM directory_person) p USING (n)""",
    """INSERT INTO directory_affiliation (person_id, organisation_id, title, is_primary, during)
       SELECT person_id, organisation_id, 'Direktør', true, daterange('2015-01-01', NULL) FROM pairing""",
    """INSERT INTO directory_contactrole (cluster_id, organisation_id, person_id, kind, during)
       SELECT %(cluster)s, organisation_id, person_id, 'billing', daterange('2015-01-01', NULL) FROM pairing""",
    """INSERT INTO directory_sizedeclaration (organisation_id, metric, low, high, as_of, source, declared_at, declared_by, confirmed_at, confirmed_by)
       SELECT id, 'headcount', size, size, '2026-01-01', 'member', now(), '', now(), ''
       FROM (SELECT id, (pow(random(), 4) * 900)::int AS size FROM directory_organisation) AS sized""",
    """INSERT INTO membership_membership (cluster_id, organisation_id, type_id, member_no, during, is_founding)
       SELECT %(cluster)s, id, %(type)s, row_number() OVER (ORDER BY id), daterange((date '2017-01-01' + (id %% 3200)::int), NULL), false
       FROM directory_organisation""",
    "ANALYZE",
]


@dataclass(frozen=True)
class Stage:
    """What a benchmark plays on."""

    cluster: Cluster
    planner: User
    releaser: User
    term: Term


@scopes_disabled()
def build(members: int) -> Stage:
    """Make the cluster, its adopted schedule, a term, two people in the office, and the members."""
    cluster = Cluster.objects.create(
        slug="bench", name="Bench", legal_name="Foreningen Bench", cvr="13748136", street="Kajen 1", postcode="9000", town="Aalborg",
        bank_reg="9280", bank_account="1234567890", iban="DK5000400440116243", fik_creditor="80679858",
    )  # fmt: skip
    people = [User.objects.create_user(f"{name}@bench.example", None, name=name) for name in ("Plan", "Release")]
    for user in people:
        Grant.objects.create(user=user, cluster=cluster, role=Role.ADMIN, granted_at=datetime(2020, 1, 1, tzinfo=UTC))
    FeeStatusChange.objects.create(cluster=cluster, status=FeeStatus.INTRODUCED, from_on=date(2017, 1, 1))
    kind = MembershipType.objects.create(cluster=cluster, code="ordinary", name={"da": "Ordinært medlem", "en": "Ordinary member"})
    _schedule(cluster, Product.objects.create(cluster=cluster, code="dues", name={"da": "Kontingent", "en": "Membership dues"}))
    with connection.cursor() as cursor:
        for statement in ROWS:
            cursor.execute(statement, {"members": members, "cluster": cluster.pk, "type": kind.pk})
    term = Term.objects.create(cluster=cluster, label="2027", during=span(date(2027, 1, 1), date(2028, 1, 1)))
    return Stage(cluster, people[0], people[1], term)


def _schedule(cluster: Cluster, product: Product) -> None:
    schedule = FeeSchedule.objects.create(
        cluster=cluster, code="ordinary", name="Kontingent", status=ScheduleStatus.ADOPTED, effective_on=date(2017, 1, 1),
        adopted_on=date(2017, 1, 1), resolution="Generalforsamling", product=product,
    )  # fmt: skip
    label = {"da": "Kontingent", "en": "Membership dues"}
    component = FeeComponent.objects.create(schedule=schedule, code="size", label=label, method=FeeMethod.BAND, metrics=["headcount"])
    for position, (low, high, kroner) in enumerate(A1, 1):
        text = f"{low}+" if high is None else f"{low}-{high - 1}"
        FeeBand.objects.create(
            component=component, position=position, low=low, high=high, amount_minor=kroner * 100, is_assumption=position not in (1, 8),
            label={"da": f"{text} ansatte", "en": f"{text} employees"},
        )  # fmt: skip
