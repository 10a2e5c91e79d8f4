"""Whether a GLN or a CVR number can be right, in SQL, for plans over thousands of members; the same as python-stdnum says."""

from django.db import migrations

# GS1: weights 1, 3, 1, 3 ...; a multiple of ten. The letters' own codes (48 for "0") add up to one, too.
GLN = " + ".join(f"{3 if place % 2 == 0 else 1} * ascii(substr(number, {place}, 1))" for place in range(1, 14))
# The register of companies: weights 2, 7, 6, 5, 4, 3, 2, 1; a multiple of eleven.
CVR = " + ".join(f"{weight} * (ascii(substr(number, {place}, 1)) - 48)" for place, weight in enumerate((2, 7, 6, 5, 4, 3, 2, 1), 1))
FUNCTION = """
CREATE FUNCTION directory_is_{name}(number text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN number ~ '{digits}' THEN ({total}) % {modulus} = 0 ELSE false END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_town_order")]
    operations = [
        migrations.RunSQL(
            FUNCTION.format(name="gln", digits="^[0-9]{13}$", total=GLN, modulus=10), "DROP FUNCTION directory_is_gln(text)"
        ),
        migrations.RunSQL(
            FUNCTION.format(name="cvr", digits="^[1-9][0-9]{7}$", total=CVR, modulus=11), "DROP FUNCTION directory_is_cvr(text)"
        ),
    ]
