"""Desks and meetings, and who sees them."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("deconfliction", "0001_desks_and_meetings"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
        ("referral", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Desk',
                fields=[
                    ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='deconfliction_desk', serialize=False, to='referral.agency')),
                    ('contact', models.CharField(blank=True, max_length=200)),
                    ('phone', models.CharField(blank=True, max_length=60)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('stance', models.CharField(choices=[('open', 'open'), ('silent', 'silent')], default='open', max_length=6)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='LookUp',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('asked_by', models.TextField()),
                    ('reference', models.CharField(max_length=200)),
                    ('digests', models.PositiveSmallIntegerField()),
                    ('hits', models.PositiveSmallIntegerField()),
                    ('at', models.DateTimeField()),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='look_ups', to='referral.agency')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', '-at'], name='deconfliction_lookup_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), ('digests__gt', 0)), name='deconfliction_lookup_has_reference')],
                },
            ),
            migrations.CreateModel(
                name='MeetingNotice',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kinds', models.JSONField(help_text='Kinds of what they share, without values.')),
                    ('is_look_up', models.BooleanField()),
                    ('reference', models.CharField(blank=True, max_length=200)),
                    ('at', models.DateTimeField()),
                    ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.report')),
                    ('told', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_notices', to='referral.agency')),
                ],
                options={
                    'indexes': [models.Index(fields=['told', '-id'], name='deconfliction_notice_newest')],
                    'constraints': [models.UniqueConstraint(fields=('told', 'asker', 'report', 'reference'), name='deconfliction_meetingnotice_once'), models.CheckConstraint(condition=models.Q(('told', models.F('asker')), _negated=True), name='deconfliction_meetingnotice_of_two')],
                },
            ),
        ]),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
