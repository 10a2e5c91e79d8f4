"""The text by which organisations and people are found: derived from their rows, kept as an index is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import CharField, Func

from klynge.directory.rules.folding import ACCENTED, LETTERS, PLAIN


def _folded(expression: str) -> str:
    for letter, letters in LETTERS.items():
        expression = f"replace({expression}, '{letter}', '{letters}')"
    return f"translate({expression}, '{ACCENTED}', '{PLAIN}')"


class Folded(Func):
    """A text in the spelling of ``rules.folding.fold``, as SQL."""

    template = _folded("lower(%(expressions)s)")
    output_field = CharField()


TOUCHED = """
WITH given AS (
    SELECT organisation_id, person_id FROM directory_affiliation
    WHERE upper_inf(during) AND (organisation_id = ANY (%(organisations)s) OR person_id = ANY (%(people)s))
)
SELECT ARRAY(SELECT organisation_id FROM given UNION SELECT unnest(%(organisations)s::bigint[])),
       ARRAY(SELECT person_id FROM given UNION SELECT unnest(%(people)s::bigint[]))
"""
# Each part is gathered once for all rows, so that it stays fast where the planner's statistics lag behind a bulk load.
ORGANISATIONS = f"""
WITH works AS MATERIALIZED (
    SELECT DISTINCT organisation_id, person_id FROM directory_affiliation WHERE organisation_id = ANY (%(organisations)s) AND upper_inf(during)
), mails AS MATERIALIZED (
    SELECT person_id, string_agg(address, ' ' ORDER BY id) AS addresses FROM directory_personemail
    WHERE person_id = ANY (ARRAY(SELECT person_id FROM works)) GROUP BY person_id
), people AS MATERIALIZED (
    SELECT id, name FROM directory_person WHERE id = ANY (ARRAY(SELECT person_id FROM works))
), known AS MATERIALIZED (
    SELECT w.organisation_id, string_agg(concat_ws(' ', p.name, m.addresses), ' ' ORDER BY p.id) AS text
    FROM works w JOIN people p ON p.id = w.person_id LEFT JOIN mails m ON m.person_id = w.person_id GROUP BY w.organisation_id
), said AS MATERIALIZED (
    SELECT o.id, {
    _folded(
        "lower(concat_ws(' ', o.name, nullif(o.trading_name, ''), nullif(o.cvr, ''), nullif(o.town, ''), nullif(o.email_domain, ''), "
        "nullif(o.website, ''), known.text))"
    )
} AS text
    FROM (SELECT * FROM directory_organisation WHERE id = ANY (%(organisations)s)) AS o LEFT JOIN known ON known.organisation_id = o.id
)
UPDATE directory_organisation o SET search_text = said.text FROM said
WHERE o.id = said.id AND o.id = ANY (%(organisations)s) AND o.search_text <> said.text
"""
PEOPLE = f"""
WITH mails AS MATERIALIZED (
    SELECT person_id, string_agg(address, ' ' ORDER BY id) AS addresses FROM directory_personemail WHERE person_id = ANY (%(people)s) GROUP BY person_id
), works AS MATERIALIZED (
    SELECT person_id, organisation_id FROM directory_affiliation WHERE person_id = ANY (%(people)s) AND upper_inf(during)
), places AS MATERIALIZED (
    SELECT id, name FROM directory_organisation WHERE id = ANY (ARRAY(SELECT organisation_id FROM works))
), known AS MATERIALIZED (
    SELECT w.person_id, string_agg(p.name, ' ' ORDER BY p.id) AS names FROM works w JOIN places p ON p.id = w.organisation_id GROUP BY w.person_id
), said AS MATERIALIZED (
    SELECT p.id, {
    _folded("lower(concat_ws(' ', p.name, m.addresses, nullif(regexp_replace(p.phone, '[^0-9+]', '', 'g'), ''), known.names))")
} AS text
    FROM (SELECT * FROM directory_person WHERE id = ANY (%(people)s)) AS p
    LEFT JOIN mails m ON m.person_id = p.id LEFT JOIN known ON known.person_id = p.id
)
UPDATE directory_person p SET search_text = said.text FROM said WHERE p.id = said.id AND p.id = ANY (%(people)s) AND p.search_text <> said.text
"""


def refresh_search(organisation_ids: Iterable[int] = (), *, person_ids: Iterable[int] = ()) -> None:
    """Write anew by what the organisations and people are found, and those tied to them; three statements however many."""
    given = {"organisations": list(organisation_ids), "people": list(person_ids)}
    if not given["organisations"] and not given["people"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, given)
        given["organisations"], given["people"] = cursor.fetchone()
        cursor.execute(ORGANISATIONS, given)
        cursor.execute(PEOPLE, given)
