"""The payment id in SQL, for invoices that are made by the thousand; the same as rules/fik.py."""

from django.db import migrations

CREATE = """
CREATE FUNCTION billing_fik_id(series text, serial bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT body || ((10 - sum(CASE WHEN place % 2 = 1 THEN digit ELSE digit * 2 - CASE WHEN digit > 4 THEN 9 ELSE 0 END END) % 10) % 10)::text
    FROM (SELECT lpad(right(regexp_replace(series, '\\D', '', 'g'), 4), 4, '0') || lpad(serial::text, 10, '0') AS body) AS b,
         LATERAL (SELECT place, substr(body, place, 1)::int AS digit FROM generate_series(1, 14) AS place) AS d
    GROUP BY body
$$
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_append_only")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION billing_fik_id(text, bigint)")]
