"""Answers of agencies, and who sees them."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("feedback", "0001_answers"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
        ("referral", "0001_tables"),
        ("referral", "0002_rules"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='AnswerLink',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('seed', models.CharField(max_length=43)),
                    ('digest', models.BinaryField(max_length=32, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_links', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(fields=['report', 'organization'], name='feedback_answerlink_of')],
                },
            ),
            migrations.CreateModel(
                name='Feedback',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('status', models.CharField(max_length=10)),
                    ('close_reason', models.CharField(blank=True, max_length=24)),
                    ('child_identified', models.BooleanField(null=True)),
                    ('more_victims', models.BooleanField(null=True)),
                    ('more_victims_number', models.PositiveIntegerField(null=True)),
                    ('is_self_produced', models.BooleanField(null=True)),
                    ('was_useful', models.BooleanField(null=True)),
                    ('why_not_useful', models.CharField(blank=True, max_length=7)),
                    ('way', models.CharField(max_length=6)),
                    ('said_by', models.TextField()),
                    ('said_at', models.DateTimeField()),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(fields=['report', 'organization', '-id'], name='feedback_feedback_newest'), models.Index(fields=['platform', 'said_at'], name='feedback_feedback_month')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['conviction', 'arrest', 'ongoing', 'referred', 'closed'])), name='feedback_feedback_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('close_reason__in', ['unable-to-locate-subject', 'esp-legal-response-empty', 'no-crime', 'no-prosecutorial-merit', 'alleged-child-is-adult', 'age-undeterminable', 'false-report', 'unfounded', 'person-deceased', 'other']), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('close_reason', '')), _connector='OR'), name='feedback_feedback_reason_with_closed'), models.CheckConstraint(condition=models.Q(('why_not_useful', ''), models.Q(('was_useful', False), ('why_not_useful__in', ['stale', 'limited', 'other'])), _connector='OR'), name='feedback_feedback_why_with_not_useful'), models.CheckConstraint(condition=models.Q(('more_victims_number', None), ('more_victims', True), _connector='OR'), name='feedback_feedback_number_with_more_victims')],
                },
            ),
        ]),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
