import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('intake', '0001_reports_and_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('priority', models.CharField(choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                ('reasons', models.JSONField()),
                ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                ('arm', models.CharField(blank=True, max_length=20)),
                ('designation_fields', models.JSONField(default=list)),
                ('actor', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='intake.report')),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to='intake.report')),
                ('priority', models.CharField(choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                ('needs_person', models.BooleanField(default=False)),
                ('updated_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='triage.assessment')),
            ],
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('priority__in', ['1', '2', '3', 'E'])), name='triage_assessment_priority_known'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('designation__in', ['referral', 'informational'])), name='triage_assessment_designation_known'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(fields=['priority', 'report'], name='triage_standing_queue'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('needs_person', True)), fields=['report'], name='triage_standing_person'),
        ),
    ]
