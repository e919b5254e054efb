"""Kept answers and webhooks of agencies."""

import django.db.models.deletion
import django.db.models.functions.datetime
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("exchange", "0001_kept_answers"),
        ("exchange", "0002_webhooks"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Webhook',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('url', models.CharField(max_length=500)),
                    ('generation', models.PositiveIntegerField(default=1)),
                    ('overlap_until', models.DateTimeField(null=True)),
                    ('made_by', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'url'), name='exchange_webhook_once')],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('report.available', 'A report was made available'), ('report.urgent', 'A report is at level 1 now'), ('report.supplemented', 'Something was added to a report'), ('report.answered', 'The agency answered'), ('report.ended', 'The agency has a report no longer'), ('handover.offered', 'Another agency offers something'), ('handover.settled', 'The other agency answered or withdrew'), ('webhook.tested', 'Somebody tries the webhook out')], max_length=20)),
                    ('report_id', models.BigIntegerField(null=True)),
                    ('handover_id', models.BigIntegerField(null=True)),
                    ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Given up')], db_default='queued', default='queued', max_length=6)),
                    ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                    ('outcome', models.CharField(blank=True, db_default='', max_length=60)),
                    ('next_at', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='exchange.webhook')),
                ],
                options={
                    'indexes': [models.Index(fields=['organization', '-id'], name='exchange_delivery_list')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'queued')), models.Q(('settled_at__isnull', False), ('state__in', ['sent', 'failed'])), _connector='OR'), name='exchange_delivery_settled_has_time'), models.CheckConstraint(condition=models.Q(('kind__in', ['report.available', 'report.urgent', 'report.supplemented', 'report.answered', 'report.ended', 'handover.offered', 'handover.settled', 'webhook.tested'])), name='exchange_delivery_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='KeptAnswer',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('key', models.CharField(max_length=200)),
                    ('request_sha256', models.BinaryField()),
                    ('status', models.PositiveSmallIntegerField(default=0)),
                    ('body', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.agencytoken')),
                ],
                options={
                    'indexes': [models.Index(fields=['at'], name='exchange_keptanswer_old')],
                    'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='exchange_keptanswer_once')],
                },
            ),
        ]),
    ]
