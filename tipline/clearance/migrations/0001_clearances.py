"""What clears a report: who said it, who decided, and what its platform was told."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('referral', '0005_supplements'),
        ('accounts', '0006_two_operators'),
        ('files', '0011_supplements'),
        ('intake', '0009_supplements'),
    ]

    operations = [
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
        ),
        migrations.CreateModel(
            name='ClearedFile',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('clearance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='clearance.clearance')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.reportedfile')),
            ],
        ),
        migrations.AddIndex(
            model_name='clearance',
            index=models.Index(condition=models.Q(('state', 'said')), fields=['id'], name='clearance_clearance_waiting'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'said')), fields=('report', 'organization'), name='clearance_clearance_open_once'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['not-csam', 'unfounded'])), name='clearance_clearance_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['adults', 'nudity-without-sex', 'children-not-sexual', 'drawn', 'unrelated', 'no-crime', 'false-report', 'wrong-account', 'alleged-child-is-adult'])), name='clearance_clearance_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('state', 'said')), models.Q(('decided_at__isnull', False), ('state__in', ['confirmed', 'declined']), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='clearance_clearance_decided_has_person_and_time'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('said_by')), ('state', 'confirmed'), _negated=True), name='clearance_clearance_second_person'),
        ),
        migrations.AddIndex(
            model_name='clearancenotice',
            index=models.Index(fields=['platform', 'id'], name='clearance_notice_feed'),
        ),
        migrations.AddConstraint(
            model_name='clearancenotice',
            constraint=models.UniqueConstraint(fields=('clearance', 'state'), name='clearance_notice_once'),
        ),
        migrations.AddConstraint(
            model_name='clearedfile',
            constraint=models.UniqueConstraint(fields=('clearance', 'file'), name='clearance_clearedfile_once'),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
