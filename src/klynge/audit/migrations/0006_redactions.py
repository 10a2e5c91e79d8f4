"""A forgotten person's name may be blotted out of the log: only the words, only with a digest of what stood there."""

import django.db.models.deletion
from django.db import migrations, models


CONTENT = """
CREATE FUNCTION audit_content(e audit_auditevent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor_name, e.user_id, e.verb, e.subject_type,
                             e.subject_id, e.subject_label, e.details)::text
$$
"""
GUARD = """
CREATE FUNCTION audit_allow_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.id, OLD.cluster_id, OLD.at, OLD.user_id, OLD.verb, OLD.subject_type, OLD.subject_id)
            IS NOT DISTINCT FROM (NEW.id, NEW.cluster_id, NEW.at, NEW.user_id, NEW.verb, NEW.subject_type, NEW.subject_id)
       AND EXISTS (SELECT 1 FROM audit_redaction r WHERE r.event_id = NEW.id
                   AND r.before = encode(sha256(convert_to(audit_content(OLD), 'UTF8')), 'hex')
                   AND r.after = encode(sha256(convert_to(audit_content(NEW), 'UTF8')), 'hex')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %: these rows are never changed or deleted; reverse them instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
DROP = "DROP TRIGGER append_only ON audit_auditevent"
ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION {}()"


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_board_and_auditor'),
        ('audit', '0005_seals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('before', models.CharField(max_length=64)),
                ('after', models.CharField(max_length=64)),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='redactions', to='audit.auditevent')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RunSQL(CONTENT, "DROP FUNCTION audit_content(audit_auditevent)"),
        migrations.RunSQL(GUARD, "DROP FUNCTION audit_allow_redaction()"),
        migrations.RunSQL(
            [DROP, ON.format("audit_auditevent", "audit_allow_redaction")], [DROP, ON.format("audit_auditevent", "klynge_refuse_change")]
        ),
        migrations.RunSQL(ON.format("audit_redaction", "klynge_refuse_change"), "DROP TRIGGER append_only ON audit_redaction"),
    ]
