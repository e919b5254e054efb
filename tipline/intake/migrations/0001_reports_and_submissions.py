import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_organizations_people_credentials'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlatformProfile',
            fields=[
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='platform_profile', serialize=False, to='accounts.organization')),
                ('profile', models.CharField(choices=[('lenient', 'Lenient'), ('strict', 'Strict')], default='lenient', max_length=8)),
                ('viewed_definition', models.TextField(blank=True, help_text='What the platform means by saying that it viewed a file.')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('is_test', models.BooleanField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('finished', 'Finished'), ('retracted', 'Retracted'), ('expired', 'Expired')], default='open', max_length=9)),
                ('profile', models.CharField(choices=[('lenient', 'Lenient'), ('strict', 'Strict')], max_length=8)),
                ('incident_type', models.TextField()),
                ('incident_at', models.DateTimeField(null=True)),
                ('is_escalated', models.BooleanField(default=False)),
                ('is_batched', models.BooleanField(default=False)),
                ('document', models.JSONField()),
                ('warnings', models.JSONField(default=list)),
                ('repeat_key', models.BinaryField(help_text="SHA-256 of the submission until the platform shows that it knows the report's id; until then the same bytes are a repeat of the request.", null=True)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('completeness', models.PositiveSmallIntegerField(null=True)),
                ('receipt', models.TextField(blank=True, help_text='JSON, letter by letter.')),
                ('finish_answer', models.BinaryField(null=True)),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('submit', 'Submit'), ('fileinfo', 'File details')], max_length=8)),
                ('file_id', models.CharField(blank=True, max_length=32)),
                ('content_type', models.TextField(blank=True)),
                ('body', models.BinaryField()),
                ('received_at', models.DateTimeField()),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
            ],
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['changed_at'], name='intake_report_open'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('platform', 'is_test', 'repeat_key'), name='intake_report_repeat_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('platform', 'id'), name='intake_report_platform'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'finished', 'retracted', 'expired'])), name='intake_report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='intake_report_closed_has_time'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'finished'), _negated=True), models.Q(('finish_answer__isnull', False), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='intake_report_finished_has_receipt'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('changed_at__gte', models.F('opened_at'))), name='intake_report_changed_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('completeness', None), ('completeness__range', (0, 100)), _connector='OR'), name='intake_report_completeness_0_to_100'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['submit', 'fileinfo'])), name='intake_submission_kind_known'),
        ),
    ]
