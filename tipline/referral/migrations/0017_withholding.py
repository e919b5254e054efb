"""What the law of a recipient holds back, and the editions that say so."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "withholding.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0013_web_form_row_security'),
        ('referral', '0016_frame_matches'),
    ]

    operations = [
        migrations.AddField(
            model_name='jurisdiction',
            name='filters_edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition'),
        ),
        migrations.AlterField(
            model_name='tableedition',
            name='table',
            field=models.CharField(choices=[('agencies', 'Agencies'), ('routing-rules', 'Routing rules'), ('national-law', 'National law')], max_length=16),
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('filter', models.CharField(max_length=40)),
                ('ground', models.CharField(max_length=16)),
                ('reason', models.TextField()),
                ('instead', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('at', models.DateTimeField()),
                ('keep_until', models.DateTimeField(null=True)),
                ('ended_by', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='referral.agency')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withholdings', to='intake.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None), ('keep_until__isnull', False)), fields=['keep_until', 'id'], name='referral_withholding_on_hold')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('report', 'agency'), name='referral_withholding_once'), models.CheckConstraint(condition=models.Q(models.Q(('instead__len__gt', 0), ('keep_until', None)), models.Q(('instead__len', 0), ('keep_until__isnull', False)), _connector='OR'), name='referral_withholding_somebody_or_clock'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='referral_withholding_ended_with_reason')],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
