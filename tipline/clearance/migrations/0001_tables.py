"""Clearances."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("clearance", "0001_clearances"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Clearance',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('verdict', models.CharField(max_length=24)),
                    ('ground', models.CharField(max_length=24)),
                    ('reason', models.TextField()),
                    ('said_by', models.TextField()),
                    ('said_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('said', 'Said'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], default='said', max_length=9)),
                    ('decided_by', models.TextField(blank=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decision', models.TextField(blank=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'said')), fields=['id'], name='clearance_clearance_waiting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'said')), fields=('report', 'organization'), name='clearance_clearance_open_once'), models.CheckConstraint(condition=models.Q(('verdict__in', ['not-csam', 'unfounded'])), name='clearance_clearance_verdict_known'), models.CheckConstraint(condition=models.Q(('ground__in', ['adults', 'nudity-without-sex', 'children-not-sexual', 'drawn', 'unrelated', 'no-crime', 'false-report', 'wrong-account', 'alleged-child-is-adult'])), name='clearance_clearance_ground_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('state', 'said')), models.Q(('decided_at__isnull', False), ('state__in', ['confirmed', 'declined']), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='clearance_clearance_decided_has_person_and_time'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('said_by')), ('state', 'confirmed'), _negated=True), name='clearance_clearance_second_person')],
                },
            ),
            migrations.CreateModel(
                name='ClearanceNotice',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('state', models.CharField(choices=[('said', 'Said'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], max_length=9)),
                    ('at', models.DateTimeField()),
                    ('clearance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='clearance.clearance')),
                    ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ],
                options={
                    'indexes': [models.Index(fields=['platform', 'id'], name='clearance_notice_feed')],
                    'constraints': [models.UniqueConstraint(fields=('clearance', 'state'), name='clearance_notice_once')],
                },
            ),
            migrations.CreateModel(
                name='ClearedFile',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('clearance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='clearance.clearance')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.reportedfile')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('clearance', 'file'), name='clearance_clearedfile_once')],
                },
            ),
        ]),
    ]
