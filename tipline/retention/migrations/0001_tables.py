"""Clocks and holds."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("retention", "0001_clocks_and_holds"),
        ("retention", "0002_calls"),
        ("retention", "0003_on_hold"),
        ("retention", "0004_staff_words"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='PurgeClock',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='purge_clock', serialize=False, to='intake.report')),
                    ('clearance_id', models.BigIntegerField(null=True)),
                    ('started_by', models.TextField()),
                    ('started_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('purged_at', models.DateTimeField(null=True)),
                    ('counts', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('purged_at', None)), fields=['due_at'], name='retention_purgeclock_running')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('started_at'))), name='retention_purgeclock_takes_time')],
                },
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('segregated', 'Kept apart'), ('preservation', 'Preserved for police or a court')], max_length=12)),
                    ('reason', models.TextField()),
                    ('placed_by', models.TextField()),
                    ('placed_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('released_by', models.TextField(blank=True)),
                    ('released_at', models.DateTimeField(null=True)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('released_at', None)), fields=['report'], name='retention_hold_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['segregated', 'preservation'])), name='retention_hold_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('released_at', None), ('released_by', '')), models.Q(('released_at__isnull', False), models.Q(('released_by', ''), _negated=True)), _connector='OR'), name='retention_hold_released_has_person_and_time'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('released_by', models.F('placed_by')), _negated=True), _connector='OR'), name='retention_hold_second_person')],
                },
            ),
        ]),
    ]
