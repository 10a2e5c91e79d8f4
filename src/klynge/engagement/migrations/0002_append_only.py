"""Activities are only added; whoever is forgotten may be blotted out of one: the person and the words, nothing else."""

from django.db import migrations

GUARD = """
CREATE FUNCTION engagement_allow_blotting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id) AND (NEW.note = OLD.note OR NEW.note = '') AND (NEW.recorded_by = OLD.recorded_by OR NEW.recorded_by = '[…]')
       AND (OLD.id, OLD.cluster_id, OLD.organisation_id, OLD.kind, OLD.happened_on, OLD.quantity, OLD.occasion, OLD.saved_minor, OLD.source, OLD.source_key,
            OLD.reverses_id, OLD.recorded_at)
           IS NOT DISTINCT FROM
           (NEW.id, NEW.cluster_id, NEW.organisation_id, NEW.kind, NEW.happened_on, NEW.quantity, NEW.occasion, NEW.saved_minor, NEW.source, NEW.source_key,
            NEW.reverses_id, NEW.recorded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %: these rows are never changed or deleted; reverse them instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagement_activity FOR EACH ROW EXECUTE FUNCTION engagement_allow_blotting()"


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_activities_and_scores")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION engagement_allow_blotting()"),
        migrations.RunSQL(ON, "DROP TRIGGER append_only ON engagement_activity"),
    ]
