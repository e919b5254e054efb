"""What people say of where networks and reports are; what the machine resolved."""
import django.db.models.deletion
import tipline.foundation.keys
import tipline.referral.cidr
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_calls_row_security'),
        ('referral', '0010_table_editions_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='jurisdiction',
            name='decided_by',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='jurisdiction',
            name='resolved_country',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='jurisdiction',
            name='resolved_state',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='locationevidence',
            name='network_kind',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.CreateModel(
            name='JurisdictionDecision',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('country', models.CharField(max_length=2)),
                ('state', models.CharField(blank=True, max_length=2)),
                ('reason', models.TextField()),
                ('decided_by', models.TextField()),
                ('decided_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jurisdiction_decisions', to='intake.report')),
            ],
            options={
                'indexes': [models.Index(fields=['report', '-id'], name='referral_decision_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('decided_by__startswith', 'person:')), name='referral_jurisdictiondecision_by_a_person_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='PlaceCorrection',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('network', tipline.referral.cidr.CidrField()),
                ('country', models.CharField(blank=True, max_length=2)),
                ('state', models.CharField(blank=True, max_length=2)),
                ('kind', models.CharField(blank=True, max_length=8)),
                ('reason', models.TextField()),
                ('made_by', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_by', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='intake.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('country', ''), _negated=True), ('kind', '')), models.Q(('country', ''), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='referral_placecorrection_place_or_kind'), models.CheckConstraint(condition=models.Q(('state', ''), ('country', 'US'), _connector='OR'), name='referral_placecorrection_state_of_us'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('made_by__startswith', 'person:')), name='referral_placecorrection_by_a_person_with_reason'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='referral_placecorrection_expires_later'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='referral_placecorrection_withdrawn_by_somebody')],
            },
        ),
    ]
