"""Reports, submissions, supplements and calls."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intake", "0001_reports_and_submissions"),
        ("intake", "0002_row_security"),
        ("intake", "0003_receiving"),
        ("intake", "0004_finishing"),
        ("intake", "0005_admitting"),
        ("intake", "0006_caller_says_use"),
        ("intake", "0007_escalated_index"),
        ("intake", "0008_viewed_scope"),
        ("intake", "0009_supplements"),
        ("intake", "0010_calls"),
        ("intake", "0011_calls_row_security"),
        ("intake", "0012_web_form"),
        ("intake", "0013_web_form_row_security"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('origin', models.CharField(choices=[('platform', 'A platform'), ('telephone', 'The public, by telephone'), ('form', 'The public, by the form')], db_default='platform', default='platform', max_length=9)),
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
                    ('supplemented_at', models.DateTimeField(null=True)),
                    ('supplemented_document', models.JSONField(help_text='What is said with all supplements; `document` stays.', null=True)),
                    ('supplemented_completeness', models.PositiveSmallIntegerField(null=True)),
                    ('supplemented_receipt', models.TextField(blank=True, db_default='', help_text="JSON of the newest supplement's receipt.")),
                    ('purged_at', models.DateTimeField(help_text='When it was destroyed, and only a tombstone was left.', null=True)),
                    ('platform', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['changed_at'], name='intake_report_open'), models.Index(condition=models.Q(('is_escalated', True), ('is_test', False), ('state', 'finished')), fields=['id'], name='intake_report_escalated')],
                    'constraints': [models.UniqueConstraint(fields=('platform', 'is_test', 'repeat_key'), name='intake_report_repeat_once'), models.UniqueConstraint(fields=('platform', 'id'), name='intake_report_platform'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'finished', 'retracted', 'expired'])), name='intake_report_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('origin', 'platform'), ('platform__isnull', False)), models.Q(('is_test', False), ('origin__in', ['telephone', 'form']), ('platform', None)), _connector='OR'), name='intake_report_public_has_no_platform'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='intake_report_closed_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'finished'), _negated=True), models.Q(('finish_answer__isnull', False), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='intake_report_finished_has_receipt'), models.CheckConstraint(condition=models.Q(('changed_at__gte', models.F('opened_at'))), name='intake_report_changed_after_opening'), models.CheckConstraint(condition=models.Q(('completeness', None), ('completeness__range', (0, 100)), _connector='OR'), name='intake_report_completeness_0_to_100'), models.CheckConstraint(condition=models.Q(models.Q(('supplemented_at', None), ('supplemented_completeness', None), ('supplemented_document', None), ('supplemented_receipt', '')), models.Q(('state', 'finished'), ('supplemented_at__isnull', False)), _connector='OR'), name='intake_report_supplemented_is_finished')],
                },
            ),
            migrations.CreateModel(
                name='PlatformProfile',
                fields=[
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='platform_profile', serialize=False, to='accounts.organization')),
                    ('profile', models.CharField(choices=[('lenient', 'Lenient'), ('strict', 'Strict')], default='lenient', max_length=8)),
                    ('viewed_definition', models.TextField(blank=True, help_text='What the platform means by saying that it viewed a file.')),
                    ('viewed_scope', models.CharField(choices=[('whole', 'whole'), ('part', 'part'), ('unknown', 'unknown')], default='unknown', max_length=8)),
                ],
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='call', serialize=False, to='intake.report')),
                    ('taken_by', models.TextField()),
                    ('began_at', models.DateTimeField()),
                    ('is_abandoned', models.BooleanField(default=False)),
                ],
            ),
            migrations.CreateModel(
                name='DangerCheck',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('call-back', 'call-back'), ('second-person', 'second-person')], max_length=13)),
                    ('outcome', models.CharField(choices=[('confirmed', 'confirmed'), ('not-confirmed', 'not-confirmed'), ('not-reached', 'not-reached')], max_length=13)),
                    ('note', models.TextField(blank=True)),
                    ('checked_by', models.TextField()),
                    ('checked_at', models.DateTimeField()),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='danger_checks', to='intake.report')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['call-back', 'second-person'])), name='intake_dangercheck_kind_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['confirmed', 'not-confirmed']), models.Q(('kind', 'call-back'), ('outcome', 'not-reached')), _connector='OR'), name='intake_dangercheck_outcome_of_kind')],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('submit', 'Submit'), ('fileinfo', 'File details'), ('answers', 'Answers of a member of the public'), ('question', 'A question to whoever reported'), ('message', 'What whoever reported wrote later')], max_length=8)),
                    ('file_id', models.CharField(blank=True, max_length=32)),
                    ('content_type', models.TextField(blank=True)),
                    ('body', models.BinaryField()),
                    ('received_at', models.DateTimeField()),
                    ('platform', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['submit', 'fileinfo', 'answers', 'question', 'message'])), name='intake_submission_kind_known')],
                },
            ),
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
                    ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplements', to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('report', 'body_sha256'), name='intake_supplement_repeat_once'), models.CheckConstraint(condition=models.Q(('source__in', ['platform', 'analyst'])), name='intake_supplement_source_known'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'platform'), _negated=True), models.Q(('answer__isnull', False), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='intake_supplement_platform_has_receipt')],
                },
            ),
            migrations.CreateModel(
                name='ReturnKey',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='return_key', serialize=False, to='intake.report')),
                    ('digest', models.BinaryField(unique=True)),
                    ('stage', models.CharField(choices=[('received', 'Received'), ('read', 'Read by a person'), ('decided', 'Decided by a person')], default='received', max_length=8)),
                    ('messages', models.PositiveSmallIntegerField(default=0)),
                    ('has_unread', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['received', 'read', 'decided'])), name='intake_returnkey_stage_known')],
                },
            ),
        ]),
    ]
