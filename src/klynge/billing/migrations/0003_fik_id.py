"""The payment id in SQL, for invoices that are made by the thousand; the same as rules/fik.py."""

from django.db import migrations

# Doubled digits lose nine when above nine: 0246813579. Plain expressions, so that PostgreSQL can put them in place of the call.
DOUBLED = "translate(substr($1, {place}, 1), '0123456789', '0246813579')"
SUM = " + ".join(
    f"ascii({DOUBLED.format(place=place) if place % 2 == 0 else f'substr($1, {place}, 1)'})" for place in range(1, 15)
)
CHECK = f"""
CREATE FUNCTION billing_fik_check(body text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ((10 - ({SUM} - 14 * ascii('0')) % 10) % 10)::text
$$
"""
BODY = """
CREATE FUNCTION billing_fik_body(series text, serial bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lpad(right(regexp_replace(series, '\\D', '', 'g'), 4), 4, '0') || lpad(serial::text, 10, '0')
$$
"""
WHOLE = """
CREATE FUNCTION billing_fik_id(series text, serial bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE body text := billing_fik_body(series, serial);
BEGIN
    RETURN body || billing_fik_check(body);
END $$
"""
DROP = "DROP FUNCTION billing_fik_id(text, bigint); DROP FUNCTION billing_fik_body(text, bigint); DROP FUNCTION billing_fik_check(text)"


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_append_only")]
    operations = [migrations.RunSQL([CHECK, BODY, WHOLE], DROP)]
