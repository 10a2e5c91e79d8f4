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
ORGANISATIONS = f"""
UPDATE directory_organisation o SET search_text = {_folded("lower(said.text)")}
FROM (
    SELECT o.id, concat_ws(' ', o.name, nullif(o.trading_name, ''), nullif(o.cvr, ''), nullif(o.town, ''), nullif(o.email_domain, ''),
                           nullif(o.website, ''), known.text) AS text
    FROM directory_organisation o
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', p.name, e.addresses), ' ' ORDER BY p.id) AS text
        FROM (SELECT DISTINCT person_id FROM directory_affiliation a WHERE a.organisation_id = o.id AND upper_inf(a.during)) AS works
        JOIN directory_person p ON p.id = works.person_id
        LEFT JOIN LATERAL (SELECT string_agg(address, ' ' ORDER BY id) AS addresses FROM directory_personemail WHERE person_id = p.id) AS e ON true
    ) AS known ON true
    WHERE o.id = ANY (%(organisations)s)
) AS said
WHERE o.id = said.id AND o.search_text <> {_folded("lower(said.text)")}
"""
PEOPLE = f"""
UPDATE directory_person p SET search_text = {_folded("lower(said.text)")}
FROM (
    SELECT p.id, concat_ws(' ', p.name, e.addresses, nullif(regexp_replace(p.phone, '[^0-9+]', '', 'g'), ''), known.names) AS text
    FROM directory_person p
    LEFT JOIN LATERAL (SELECT string_agg(address, ' ' ORDER BY id) AS addresses FROM directory_personemail WHERE person_id = p.id) AS e ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(o.name, ' ' ORDER BY o.id) AS names FROM directory_affiliation a JOIN directory_organisation o ON o.id = a.organisation_id
        WHERE a.person_id = p.id AND upper_inf(a.during)
    ) AS known ON true
    WHERE p.id = ANY (%(people)s)
) AS said
WHERE p.id = said.id AND p.search_text <> {_folded("lower(said.text)")}
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
