"""Viewings, what they rest on, and concerns."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("viewing", "0001_viewing"),
        ("viewing", "0002_row_security"),
        ("viewing", "0003_exposure"),
        ("viewing", "0004_concerns"),
        ("viewing", "0005_list_looks"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("files", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Exposure',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('person_id', models.BigIntegerField()),
                    ('severity', models.TextField()),
                    ('seconds', models.FloatField()),
                    ('hold_id', models.BigIntegerField()),
                ],
                options={
                    'db_table': 'viewing_exposure',
                    'managed': False,
                },
            ),
            migrations.CreateModel(
                name='FileBasis',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('search-warrant', 'search-warrant'), ('court-order', 'court-order'), ('consent', 'consent'), ('emergency', 'emergency'), ('own-law', 'own-law')], max_length=16)),
                    ('reference', models.CharField(max_length=200)),
                    ('note', models.TextField()),
                    ('until', models.DateTimeField(null=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bases', to='files.reportedfile')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['search-warrant', 'court-order', 'consent', 'emergency', 'own-law']), models.Q(('reference', ''), _negated=True)), name='viewing_filebasis_is_on_record')],
                },
            ),
            migrations.CreateModel(
                name='Concern',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('many-previews', 'many-previews'), ('many-reports', 'many-reports'), ('load', 'load'), ('grave', 'grave'), ('asked', 'asked')], max_length=16)),
                    ('number', models.PositiveIntegerField()),
                    ('raised_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'raised_at'], name='viewing_concern_person')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('person', 'kind'), name='viewing_concern_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='viewing_concern_answered_by_somebody'), models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('person')), _negated=True), _connector='OR'), name='viewing_concern_answered_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('session_key', models.CharField(max_length=40)),
                    ('severity', models.CharField(choices=[('unknown', 'unknown'), ('lower', 'lower'), ('high', 'high'), ('extreme', 'extreme')], max_length=8)),
                    ('started_at', models.DateTimeField()),
                    ('heard_at', models.DateTimeField()),
                    ('lease_until', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.reportedfile')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'started_at'], name='viewing_hold_person')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='viewing_hold_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Preference',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='accounts.person')),
                    ('grey', models.BooleanField()),
                    ('blur', models.CharField(choices=[('light', 'light'), ('medium', 'medium'), ('strong', 'strong')], max_length=8)),
                    ('time_zone', models.CharField(blank=True, max_length=64)),
                    ('buddy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('buddy', None), models.Q(('buddy', models.F('person')), _negated=True), _connector='OR'), name='viewing_preference_buddy_is_another')],
                },
            ),
            migrations.CreateModel(
                name='Ticket',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('session_key', models.CharField(max_length=40)),
                    ('variant', models.CharField(choices=[('veiled', 'veiled'), ('clear', 'clear')], max_length=8)),
                    ('ground', models.CharField(choices=[('viewed-by-platform', 'viewed-by-platform'), ('publicly-available', 'publicly-available'), ('legal-basis', 'legal-basis'), ('viewed-by-us', 'viewed-by-us'), ('matched-viewed', 'matched-viewed'), ('mandate', 'mandate')], max_length=20)),
                    ('issued_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('basis', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='viewing.filebasis')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.reportedfile')),
                    ('hold', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='viewing.hold')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['session_key', 'file'], name='viewing_ticket_session'), models.Index(condition=models.Q(('variant', 'veiled')), fields=['person', 'issued_at'], name='viewing_ticket_veiled')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hold', None), ('variant', 'veiled')), models.Q(('hold__isnull', False), ('variant', 'clear')), _connector='OR'), name='viewing_ticket_clear_is_held')],
                },
            ),
            migrations.CreateModel(
                name='Viewing',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('viewer', models.CharField(help_text="The person's short code.", max_length=8)),
                    ('variant', models.CharField(choices=[('veiled', 'veiled'), ('clear', 'clear')], max_length=8)),
                    ('ground', models.CharField(choices=[('viewed-by-platform', 'viewed-by-platform'), ('publicly-available', 'publicly-available'), ('legal-basis', 'legal-basis'), ('viewed-by-us', 'viewed-by-us'), ('matched-viewed', 'matched-viewed'), ('mandate', 'mandate')], max_length=20)),
                    ('basis_kind', models.CharField(blank=True, max_length=16)),
                    ('basis_reference', models.CharField(blank=True, max_length=200)),
                    ('at', models.DateTimeField()),
                    ('size_bytes', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('served_bytes', models.PositiveIntegerField(null=True)),
                    ('basis', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='viewing.filebasis')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='viewings', to='files.reportedfile')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                    ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='viewing.ticket')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('served_bytes', None), ('served_bytes__lte', models.F('size_bytes')), _connector='OR'), name='viewing_viewing_served_no_more')],
                },
            ),
            migrations.CreateModel(
                name='BasisWithdrawal',
                fields=[
                    ('basis', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='withdrawal', serialize=False, to='viewing.filebasis')),
                    ('reason', models.TextField()),
                    ('withdrawn_at', models.DateTimeField()),
                    ('withdrawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='viewing_basiswithdrawal_has_reason')],
                },
            ),
        ]),
    ]
