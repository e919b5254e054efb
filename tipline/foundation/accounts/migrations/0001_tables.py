"""Organizations, people, and what they prove themselves by."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.text
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables

KEYS = Path(__file__).parent.parent / "sql" / "keys.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_keys"),
        ("accounts", "0002_organizations_people_credentials"),
        ("accounts", "0003_row_security"),
        ("accounts", "0004_seniority_and_audit_firms"),
        ("accounts", "0005_credential_use"),
        ("accounts", "0006_two_operators"),
        ("accounts", "0007_time_zones"),
        ("accounts", "0008_agency_tokens"),
    ]
    operations = [
        migrations.RunSQL(KEYS.read_text(encoding="utf-8")),
        CreateTables([
            migrations.CreateModel(
                name='Organization',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('clearinghouse', 'Clearinghouse'), ('platform', 'Platform'), ('agency', 'Agency'), ('audit-firm', 'Audit firm')], max_length=16)),
                    ('name', models.CharField(max_length=200)),
                    ('time_zone', models.CharField(blank=True, max_length=64)),
                    ('created_at', models.DateTimeField()),
                    ('suspended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.F('kind'), django.db.models.functions.text.Lower('name'), name='accounts_organization_name_once_per_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['clearinghouse', 'platform', 'agency', 'audit-firm'])), name='accounts_organization_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('analyst', 'Analyst'), ('operator', 'Operator'), ('auditor', 'Auditor'), ('officer', 'Officer'), ('list-auditor', 'List auditor')], max_length=16)),
                    ('seniority', models.PositiveSmallIntegerField(choices=[(1, 'Trained'), (2, 'Senior'), (3, 'Management')], default=1)),
                    ('time_zone', models.CharField(blank=True, help_text="Empty: the organization's.", max_length=64)),
                    ('language', models.CharField(blank=True, help_text='Of pages and mails; empty: never chosen.', max_length=8)),
                    ('created_at', models.DateTimeField()),
                    ('last_sign_in_at', models.DateTimeField(null=True)),
                    ('suspended_at', models.DateTimeField(null=True)),
                    ('invited_by', models.ForeignKey(help_text='Empty: the command line.', null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_person_email_once'), models.CheckConstraint(condition=models.Q(('role__in', ['analyst', 'operator', 'auditor', 'officer', 'list-auditor'])), name='accounts_person_role_known'), models.CheckConstraint(condition=models.Q(('seniority__in', [1, 2, 3])), name='accounts_person_seniority_known')],
                },
            ),
            migrations.CreateModel(
                name='Passkey',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('credential_id', models.BinaryField()),
                    ('public_data', models.BinaryField()),
                    ('sign_count', models.BigIntegerField(default=0)),
                    ('name', models.CharField(max_length=100)),
                    ('created_at', models.DateTimeField()),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to='accounts.person')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.F('credential_id'), name='accounts_passkey_credential_once')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('analyst', 'Analyst'), ('operator', 'Operator'), ('auditor', 'Auditor'), ('officer', 'Officer'), ('list-auditor', 'List auditor')], max_length=16)),
                    ('token_sha256', models.BinaryField(unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('made_by', models.ForeignKey(help_text='Empty: the command line.', null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['analyst', 'operator', 'auditor', 'officer', 'list-auditor'])), name='accounts_invitation_role_known')],
                },
            ),
            migrations.CreateModel(
                name='AgencyToken',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=100)),
                    ('scopes', models.CharField(max_length=100)),
                    ('secret_sha256', models.BinaryField(unique=True)),
                    ('made_by', models.TextField()),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['organization', '-id'], name='accounts_agencytoken_list')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='accounts_agencytoken_expires_after_creation'), models.CheckConstraint(condition=models.Q(models.Q(('scopes', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='accounts_agencytoken_has_name_and_scope')],
                },
            ),
            migrations.CreateModel(
                name='SignInLink',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('token_sha256', models.BinaryField(unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.person')),
                ],
            ),
            migrations.CreateModel(
                name='ApiCredential',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('username', models.CharField(max_length=64, unique=True)),
                    ('secret_sha256', models.BinaryField()),
                    ('use', models.CharField(choices=[('reporting', 'Reporting'), ('hash-sharing', 'Hash lists')], default='reporting', max_length=16)),
                    ('is_test', models.BooleanField()),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='accounts_apicredential_expires_after_creation'), models.CheckConstraint(condition=models.Q(('use__in', ['reporting', 'hash-sharing'])), name='accounts_apicredential_use_known')],
                },
            ),
            migrations.CreateModel(
                name='SeniorityWish',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wish', serialize=False, to='accounts.person')),
                    ('seniority', models.PositiveSmallIntegerField(choices=[(1, 'Trained'), (2, 'Senior'), (3, 'Management')])),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('seniority__in', [1, 2, 3])), name='accounts_senioritywish_known')],
                },
            ),
        ]),
    ]
