"""What the fee of each membership depends on, gathered for a whole cluster in one statement."""

from dataclasses import dataclass

# One row per membership in the run: who it is, what its fee depends on (facts, its md5 is the case), and what is amiss.
# A place that a merger has handed on pays a year once, on the account of the member with whom the year began.
# waits_for_next: next year can't be charged together with this one (gone by then, charged already, another type or agreement).
# Only facts that the schedule asks for are filled in, so that members of the same case share one row of facts.
FACTS = """
CREATE TEMP TABLE dues_fact ON COMMIT DROP AS
SELECT m.id AS membership_id, m.organisation_id, size.declaration_id, last.net_minor AS last_net_minor,
       live.id IS NOT NULL OR EXISTS (SELECT 1 FROM membership_mergedmembership merged JOIN membership_membership gone ON gone.id = merged.ended_id
           WHERE merged.made_id = m.id AND merged.undone_at IS NULL AND gone.during && %(during)s::daterange) AS is_billed,
       coalesce(size.is_unconfirmed, false) AS is_unconfirmed, contact.address IS NULL AS has_no_contact, contact.address = '' AS has_no_email,
       o.kind = 'public' AND o.gln = '' AS has_no_gln, o.kind = 'public' AND o.buyer_reference = '' AS has_no_reference,
       o.gln <> '' AND NOT directory_is_gln(o.gln) AS has_bad_gln,
       (o.gln <> '' OR o.kind = 'public') AND o.country = 'DK' AND o.cvr <> '' AND NOT directory_is_cvr(o.cvr) AS has_bad_cvr,
       jsonb_strip_nulls(jsonb_build_object(
           'type', t.code, 'is_free', nullif(t.is_free, false),
           'sizes', size.sizes,
           'joined_on', CASE WHEN lower(m.during) > %(starts_on)s OR %(asks_joined)s THEN lower(m.during) END,
           'membership_year', CASE WHEN %(asks_year)s THEN greatest(1, %(start_year)s + 1 - (extract(year FROM lower(m.during))::int
               - CASE WHEN extract(month FROM lower(m.during)) < %(start_month)s THEN 1 ELSE 0 END)) END,
           'legal_form', CASE WHEN %(asks_legal_form)s THEN o.legal_form END,
           'founded_on', CASE WHEN %(asks_founded)s THEN o.founded_on END,
           'has_foreign_parent', CASE WHEN %(asks_parent)s THEN nullif(o.has_foreign_parent, false) END,
           'is_founding', CASE WHEN %(asks_founding)s THEN nullif(m.is_founding, false) END,
           'last_net_minor', CASE WHEN %(asks_last)s THEN last.year_minor END,
           'waits_for_next', nullif(lower(m.during) > %(starts_on)s AND %(next_term)s::bigint IS NOT NULL AND (
               NOT m.during && %(next_during)s::daterange
               OR EXISTS (SELECT 1 FROM membership_membershipperiod n
                          WHERE n.membership_id = m.id AND n.term_id = %(next_term)s AND n.freed_at IS NULL)
               OR EXISTS (SELECT 1 FROM membership_membershiptypechange c
                          WHERE c.membership_id = m.id AND c.from_on > %(starts_on)s AND c.from_on <= lower(%(next_during)s::daterange))
               OR EXISTS (SELECT 1 FROM membership_personaladjustment a WHERE a.membership_id = m.id AND a.withdrawn_at IS NULL
                          AND (a.during @> lower(m.during)) <> (a.during @> lower(%(next_during)s::daterange)))), false),
           'paid_before_minor', CASE WHEN live.id IS NULL THEN nullif(before.minor, 0) END,
           'adjustments', adjusted.list)) AS facts,
       lower(m.during) AS begins_on, 0 AS follows
FROM membership_membership m
JOIN membership_membershiptype t ON t.id = coalesce((
    SELECT c.type_id FROM membership_membershiptypechange c
    WHERE c.membership_id = m.id AND c.from_on <= %(starts_on)s ORDER BY c.from_on DESC LIMIT 1), m.type_id)
JOIN directory_organisation o ON o.id = m.organisation_id
LEFT JOIN membership_membershipperiod live ON live.membership_id = m.id AND live.term_id = %(term)s AND live.freed_at IS NULL
LEFT JOIN LATERAL (
    SELECT p.net_minor, CASE WHEN a.factor_numerator < a.factor_denominator THEN a.gross_minor ELSE coalesce((
        SELECT (step ->> 'before_minor')::bigint FROM jsonb_array_elements(a.steps) step WHERE step ->> 'rule' = 'paid_before'), a.net_minor) END AS year_minor
    FROM membership_membershipperiod p JOIN membership_assessment a ON a.id = p.assessment_id
    WHERE p.membership_id = m.id AND p.term_id = %(last_term)s AND p.freed_at IS NULL
) AS last ON true
LEFT JOIN (
    SELECT earlier.organisation_id, sum(p.net_minor)::bigint AS minor
    FROM membership_membershipperiod p JOIN membership_membership earlier ON earlier.id = p.membership_id
    WHERE p.cluster_id = %(cluster)s AND p.term_id = %(term)s AND p.freed_at IS NULL AND %(counts_once)s GROUP BY 1
) AS before ON before.organisation_id = m.organisation_id
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(latest.metric, latest.low, latest.high) ORDER BY latest.metric) AS sizes,
           min(latest.id) FILTER (WHERE latest.metric = %(main_metric)s) AS declaration_id, bool_or(latest.confirmed_at IS NULL) AS is_unconfirmed
    FROM (
        SELECT DISTINCT ON (s.metric) s.id, s.metric, s.low, s.high, s.confirmed_at
        FROM directory_sizedeclaration s
        WHERE s.organisation_id = m.organisation_id AND s.metric = ANY (%(metrics)s) AND s.as_of <= %(as_of)s
        ORDER BY s.metric, (s.confirmed_at IS NULL), s.as_of DESC, s.id DESC
    ) AS latest
) AS size ON true
LEFT JOIN LATERAL (
    SELECT coalesce(email.address, '') AS address
    FROM directory_contactrole role
    LEFT JOIN directory_personemail email ON email.person_id = role.person_id AND email.is_primary
    WHERE role.cluster_id = m.cluster_id AND role.organisation_id = m.organisation_id
      AND role.kind IN ('billing', 'primary') AND role.during @> %(issue_on)s::date
    ORDER BY role.kind LIMIT 1
) AS contact ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('percent_bp', a.percent_bp, 'amount_minor', a.amount_minor, 'fixed_minor', a.fixed_minor,
                     'reason', a.reason, 'approved_by', a.approved_by)) ORDER BY a.id) AS list
    FROM membership_personaladjustment a
    WHERE a.membership_id = m.id AND a.withdrawn_at IS NULL AND a.during @> greatest(lower(m.during), %(starts_on)s::date)
) AS adjusted ON true
WHERE m.cluster_id = %(cluster)s AND m.during && %(during)s::daterange AND lower(m.during) <= greatest(%(as_of)s::date, %(starts_on)s::date)
  AND (%(only)s::bigint IS NULL OR m.id = %(only)s)
"""
# Who joined again within the term follows their own earlier membership, which is priced first: its amount is a fact of the later one.
FOLLOWERS = """
UPDATE dues_fact f SET follows = ranked.place
FROM (SELECT membership_id, row_number() OVER (PARTITION BY organisation_id ORDER BY begins_on, membership_id) - 1 AS place
      FROM dues_fact WHERE NOT is_billed AND organisation_id IN (
          SELECT organisation_id FROM dues_fact WHERE NOT is_billed GROUP BY 1 HAVING count(*) > 1)) AS ranked
WHERE %(counts_once)s AND ranked.membership_id = f.membership_id AND ranked.place > 0
"""
FOLLOWED = """
UPDATE dues_fact f SET facts = f.facts || jsonb_build_object('paid_before_minor', coalesce((f.facts ->> 'paid_before_minor')::bigint, 0) + (
    SELECT coalesce(sum(a.net_minor), 0)::bigint FROM dues_fact e JOIN dues_price p ON p.case_key = md5(e.facts::text)
    JOIN membership_assessment a ON a.id = p.assessment_id
    WHERE e.organisation_id = f.organisation_id AND NOT e.is_billed AND e.follows < f.follows))
WHERE f.follows = %(place)s
"""
CASES = """
SELECT DISTINCT md5(facts::text) AS case_key, facts::text FROM dues_fact
WHERE NOT is_billed AND follows = %(place)s AND (%(place)s = 0 OR md5(facts::text) NOT IN (SELECT case_key FROM dues_price))
"""


@dataclass(frozen=True, slots=True)
class Priced:
    """What one case of facts comes to: its assessments, or the problem that stands in the way."""

    case_key: str
    assessment_id: int | None
    next_assessment_id: int | None
    net_minor: int
    problem: str  # no_size, straddles, no_band ...; empty when there is a price
