"""What people said yes and no to; rows are only ever added."""

import django.db.models.deletion
from django.db import migrations, models


APPEND_ONLY = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON directory_consent FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
        ('directory', '0006_check_digits'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('marketing', 'Offers and invitations by e-mail'), ('profile', 'Name and picture on the public profile'), ('directory', "Being found in the members' directory")], max_length=12)),
                ('is_given', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('how', models.CharField(max_length=160)),
                ('wording', models.TextField(blank=True)),
                ('is_own', models.BooleanField()),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='directory.person')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['cluster', 'purpose', 'person', '-at', '-id'], name='consent_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='consent_says_how')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON directory_consent"),
    ]
