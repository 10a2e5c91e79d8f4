"""Signed hours are evidence towards a funder: the database lets nobody change or delete them; only who worked may be blotted out."""

from django.db import migrations

GUARD = """
CREATE FUNCTION programmes_signed_hours_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
       AND (to_jsonb(OLD) - 'person_id') = (to_jsonb(NEW) - 'person_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %: signed hours are never changed or deleted; reverse them instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
ON = "CREATE TRIGGER signed_stay BEFORE UPDATE OR DELETE ON programmes_hours FOR EACH ROW EXECUTE FUNCTION programmes_signed_hours_stay()"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_calls_seats_and_hours")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION programmes_signed_hours_stay()"),
        migrations.RunSQL(ON, "DROP TRIGGER signed_stay ON programmes_hours"),
    ]
