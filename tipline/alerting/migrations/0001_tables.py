"""Alarms and duties."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("alerting", "0001_alarms_and_duties"),
        ("alerting", "0002_row_security"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Alarm',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('cause', models.CharField(choices=[('level-1', 'A report of level 1'), ('not-assessed', 'An urgent report that nobody ranked'), ('no-agency', 'An urgent report that no agency has'), ('not-opened', 'An urgent report that no agency opened'), ('not-acknowledged', 'An urgent report nobody says they received'), ('step-failing', 'A step of an urgent report keeps failing'), ('not-delivered', 'A message about an alarm could not be delivered')], max_length=16)),
                    ('raised_at', models.DateTimeField()),
                    ('sounded_at', models.DateTimeField()),
                    ('times', models.PositiveSmallIntegerField(default=1)),
                    ('next_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', models.TextField(blank=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='alerting_alarm_due'), models.Index(fields=['organization', '-id'], name='alerting_alarm_of_whom')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'report', 'cause'), name='alerting_alarm_open_once'), models.CheckConstraint(condition=models.Q(('cause__in', ['level-1', 'not-assessed', 'no-agency', 'not-opened', 'not-acknowledged', 'step-failing', 'not-delivered'])), name='alerting_alarm_cause_known'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('acknowledged_by', ''), _negated=True)), _connector='OR'), name='alerting_alarm_acknowledged_by_somebody'), models.CheckConstraint(condition=models.Q(('next_at', None), models.Q(('acknowledged_at', None), ('ended_at', None)), _connector='OR'), name='alerting_alarm_repeats_while_open')],
                },
            ),
            migrations.CreateModel(
                name='Duty',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('turn', models.PositiveSmallIntegerField()),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['organization', 'ends_at'], name='alerting_duty_now')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='alerting_duty_ends_later'), models.CheckConstraint(condition=models.Q(('turn__range', (1, 9))), name='alerting_duty_turn_1_to_9')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('channel', models.CharField(choices=[('mail', 'Mail'), ('webhook', 'Webhook')], max_length=7)),
                    ('recipient', models.TextField()),
                    ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Could not be delivered')], default='queued', max_length=6)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('error_code', models.CharField(blank=True, max_length=100)),
                    ('created_at', models.DateTimeField()),
                    ('held_until', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='alerting.alarm')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['recipient'], name='alerting_message_waits')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'webhook'])), name='alerting_message_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'queued')), models.Q(('settled_at__isnull', False), ('state__in', ['sent', 'failed'])), _connector='OR'), name='alerting_message_settled_has_time')],
                },
            ),
            migrations.CreateModel(
                name='Watch',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='watch', serialize=False, to='intake.report')),
                    ('since', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['report'], name='alerting_watch_open')],
                },
            ),
        ]),
    ]
