import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_organizations_people_credentials'),
        ('intake', '0001_reports_and_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='agency', serialize=False, to='accounts.organization')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=16)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('state', models.CharField(blank=True, max_length=2)),
                ('channel', models.CharField(blank=True, max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='jurisdiction', serialize=False, to='intake.report')),
                ('country', models.CharField(blank=True, max_length=2)),
                ('state', models.CharField(blank=True, max_length=2)),
                ('places', models.JSONField(default=list)),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LocationEvidence',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=32)),
                ('about', models.CharField(max_length=32)),
                ('country', models.CharField(max_length=2)),
                ('state', models.CharField(blank=True, max_length=2)),
                ('city', models.CharField(blank=True, max_length=255)),
                ('confidence', models.FloatField()),
                ('detail', models.TextField(blank=True)),
                ('data_source', models.CharField(blank=True, max_length=100)),
                ('data_date', models.CharField(blank=True, max_length=10)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='location_evidence', to='intake.report')),
            ],
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('rule', models.CharField(max_length=40)),
                ('made_available_at', models.DateTimeField()),
                ('first_opened_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='referral.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='intake.report')),
            ],
        ),
        migrations.CreateModel(
            name='PacketReceipt',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField()),
                ('part', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64)),
                ('size_bytes', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='referral.referral')),
            ],
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['agency', '-id'], name='referral_referral_queue'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('report', 'agency'), name='referral_referral_once'),
        ),
    ]
