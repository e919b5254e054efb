"""Drafts and requests, and who sees them."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("paperwork", "0001_drafts_and_requests"),
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
                name='DraftText',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=24)),
                    ('text', models.TextField(blank=True)),
                    ('saved_by', models.TextField()),
                    ('saved_at', models.DateTimeField()),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                ],
                options={
                    'indexes': [models.Index(fields=['organization', 'kind', '-id'], name='paperwork_drafttext_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['first-report', 'preservation-letter', 'legal-process', 'mlat-request'])), name='paperwork_drafttext_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='LegalRequest',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=16)),
                    ('addressee', models.CharField(blank=True, max_length=200)),
                    ('reference', models.CharField(blank=True, max_length=200)),
                    ('sent_on', models.DateField()),
                    ('due_on', models.DateField()),
                    ('state', models.CharField(default='waiting', max_length=8)),
                    ('noted_by', models.TextField()),
                    ('noted_at', models.DateTimeField()),
                    ('closed_by', models.TextField(blank=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_requests', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['organization', 'due_on', 'id'], name='paperwork_legalrequest_due'), models.Index(fields=['report', 'id'], name='paperwork_legalrequest_report')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['preservation', 'subpoena', 'search-warrant', 'court-order', 'mlat'])), name='paperwork_legalrequest_kind_known'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('sent_on'))), name='paperwork_legalrequest_due_after_sent'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', ''), ('state', 'waiting')), models.Q(('closed_at__isnull', False), ('state__in', ['answered', 'given-up']), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='paperwork_legalrequest_closed_has_person_and_time')],
                },
            ),
        ]),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
