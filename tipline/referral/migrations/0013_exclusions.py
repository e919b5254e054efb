"""Reports that an agency must not see."""
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_calls_row_security'),
        ('referral', '0012_corrections_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='is_excluded',
            field=models.BooleanField(default=False, help_text='An exclusion hides it from the agency that had it.'),
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('found_by', models.CharField(max_length=12)),
                ('reason', models.TextField()),
                ('made_by', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('ended_by', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='referral.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='intake.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('report', 'agency'), name='referral_exclusion_once'), models.CheckConstraint(condition=models.Q(('found_by__in', ['mail-domain', 'network', 'analyst']), models.Q(('reason', ''), _negated=True)), name='referral_exclusion_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', '')), models.Q(('ended_at__isnull', False), ('ended_by__startswith', 'person:'), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='referral_exclusion_ended_by_a_person_with_reason')],
            },
        ),
    ]
