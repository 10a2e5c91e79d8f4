"""Messages to the contacts of many members."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0002_board_and_auditor'),
        ('directory', '0007_consents'),
        ('membership', '0010_benefit_suspensions'),
        ('outbox', '0002_lean_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('service', 'Service message'), ('marketing', 'Marketing')], max_length=10)),
                ('contacts', models.CharField(choices=[('primary', 'The primary contact'), ('billing', 'The billing contact, else the primary one'), ('everyone', 'Everybody who works there')], max_length=10)),
                ('subject', models.JSONField()),
                ('body', models.JSONField()),
                ('audience', models.CharField(blank=True, max_length=1000)),
                ('drafted_at', models.DateTimeField()),
                ('drafted_by', models.CharField(max_length=120)),
                ('released_at', models.DateTimeField(null=True)),
                ('released_by', models.CharField(blank=True, max_length=120)),
                ('discarded_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.batch')),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='MessageRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_out', models.CharField(blank=True, choices=[('no_contact', 'The member has no such contact.'), ('no_address', 'There is no e-mail address.'), ('bounced', 'Mail to the address came back.'), ('no_consent', 'Has not said yes to marketing.'), ('opted_out', 'Has said no to marketing.')], max_length=12)),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
                ('membership', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='membership.membership')),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='newsletters.message')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['cluster', '-id'], name='message_by_cluster'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), ('discarded_at__isnull', True), _connector='OR'), name='message_leaves_or_goes'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), ('batch__isnull', False), _connector='OR'), name='message_released_has_batch'),
        ),
        migrations.AddConstraint(
            model_name='messagerecipient',
            constraint=models.UniqueConstraint(fields=('message', 'person'), name='recipient_once'),
        ),
        migrations.AddConstraint(
            model_name='messagerecipient',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('message', 'membership'), name='recipient_nobody_once'),
        ),
    ]
