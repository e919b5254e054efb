"""What comes to a finished report is kept beside what was sent."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql" / "supplements.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_two_operators'),
        ('intake', '0008_viewed_scope'),
    ]

    operations = [
        migrations.CreateModel(
            name='Supplement',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('platform', 'Its platform'), ('analyst', 'An analyst of the clearinghouse')], max_length=8)),
                ('actor', models.TextField()),
                ('reason', models.TextField()),
                ('says_error', models.BooleanField(default=False)),
                ('document', models.JSONField()),
                ('warnings', models.JSONField(default=list)),
                ('body_sha256', models.BinaryField()),
                ('content_type', models.TextField(blank=True)),
                ('body', models.BinaryField()),
                ('receipt', models.TextField(blank=True, help_text='JSON, letter by letter.')),
                ('answer', models.BinaryField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='report',
            name='supplemented_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='supplemented_completeness',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='supplemented_document',
            field=models.JSONField(help_text='What is said with all supplements; `document` stays.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='supplemented_receipt',
            field=models.TextField(blank=True, db_default='', help_text="JSON of the newest supplement's receipt."),
        ),
        migrations.AddField(
            model_name='report',
            name='purged_at',
            field=models.DateTimeField(help_text='When it was destroyed, and only a tombstone was left.', null=True),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('supplemented_at', None), ('supplemented_completeness', None), ('supplemented_document', None), ('supplemented_receipt', '')), models.Q(('state', 'finished'), ('supplemented_at__isnull', False)), _connector='OR'), name='intake_report_supplemented_is_finished'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='platform',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplements', to='intake.report'),
        ),
        migrations.AddConstraint(
            model_name='supplement',
            constraint=models.UniqueConstraint(fields=('report', 'body_sha256'), name='intake_supplement_repeat_once'),
        ),
        migrations.AddConstraint(
            model_name='supplement',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['platform', 'analyst'])), name='intake_supplement_source_known'),
        ),
        migrations.AddConstraint(
            model_name='supplement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'platform'), _negated=True), models.Q(('answer__isnull', False), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='intake_supplement_platform_has_receipt'),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
