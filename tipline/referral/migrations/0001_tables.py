"""Agencies, referrals, jurisdictions, releases and tables."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tipline.foundation.keys
import tipline.referral.cidr
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("referral", "0001_agencies_and_referrals"),
        ("referral", "0002_row_security"),
        ("referral", "0003_acknowledged"),
        ("referral", "0004_video_matches"),
        ("referral", "0005_supplements"),
        ("referral", "0006_set_apart"),
        ("referral", "0007_release"),
        ("referral", "0008_release_security"),
        ("referral", "0009_table_editions"),
        ("referral", "0010_table_editions_security"),
        ("referral", "0011_corrections"),
        ("referral", "0012_corrections_security"),
        ("referral", "0013_exclusions"),
        ("referral", "0014_exclusions_security"),
        ("referral", "0015_ended"),
        ("referral", "0016_frame_matches"),
        ("referral", "0017_withholding"),
        ("referral", "0018_agency_api"),
        ("referral", "0019_network_owner"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Agency',
                fields=[
                    ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='agency', serialize=False, to='accounts.organization')),
                    ('code', models.CharField(max_length=40, unique=True)),
                    ('kind', models.CharField(max_length=16)),
                    ('country', models.CharField(blank=True, max_length=2)),
                    ('state', models.CharField(blank=True, max_length=2)),
                    ('channel', models.CharField(blank=True, max_length=16)),
                    ('contact', models.EmailField(blank=True, max_length=254)),
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
                    ('is_military', models.BooleanField(default=False)),
                    ('post_code', models.CharField(blank=True, max_length=16)),
                    ('network_kind', models.CharField(blank=True, max_length=8)),
                    ('owner', models.CharField(blank=True, max_length=200)),
                    ('owner_source', models.CharField(blank=True, max_length=150)),
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
                    ('last_opened_at', models.DateTimeField(null=True)),
                    ('is_set_apart', models.BooleanField(default=False, help_text='A segregated hold keeps it out of the queues.')),
                    ('ended_at', models.DateTimeField(help_text='Since when the agency has no access any more.', null=True)),
                    ('is_excluded', models.BooleanField(default=False, help_text='An exclusion hides it from the agency that had it.')),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', models.TextField(blank=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='referral.agency')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', '-id'], name='referral_referral_queue')],
                    'constraints': [models.UniqueConstraint(fields=('report', 'agency'), name='referral_referral_once')],
                },
            ),
            migrations.CreateModel(
                name='PacketReceipt',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('person_id', models.BigIntegerField()),
                    ('program', models.CharField(blank=True, db_default='', max_length=100)),
                    ('part', models.CharField(max_length=64)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('sha256', models.CharField(max_length=64)),
                    ('size_bytes', models.BigIntegerField()),
                    ('at', models.DateTimeField()),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='referral.referral')),
                ],
            ),
            migrations.CreateModel(
                name='ReleaseDecision',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('released', 'Released to agencies'), ('refused', 'Not released')], max_length=8)),
                    ('reason', models.TextField(blank=True)),
                    ('decided_by', models.TextField()),
                    ('decided_at', models.DateTimeField()),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_decisions', to='intake.report')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'released'), models.Q(('kind', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='referral_releasedecision_refusal_has_reason'), models.CheckConstraint(condition=models.Q(('decided_by__startswith', 'person:')), name='referral_releasedecision_by_a_person')],
                },
            ),
            migrations.CreateModel(
                name='ReferralProposal',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('reason', models.TextField()),
                    ('rule', models.CharField(max_length=40)),
                    ('proposed_at', models.DateTimeField()),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='referral.agency')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='intake.report')),
                    ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='referral.releasedecision')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('decision', None)), fields=['report'], name='referral_proposal_open')],
                    'constraints': [models.UniqueConstraint(fields=('report', 'agency'), name='referral_referralproposal_once')],
                },
            ),
            migrations.CreateModel(
                name='TableEdition',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('table', models.CharField(choices=[('agencies', 'Agencies'), ('routing-rules', 'Routing rules'), ('national-law', 'National law')], max_length=16)),
                    ('number', models.PositiveIntegerField()),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('origin', models.CharField(choices=[('shipped', 'Came with this version'), ('file', 'A file that the settings name'), ('import', 'Drafted by a person')], max_length=8)),
                    ('reason', models.TextField()),
                    ('made_by', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('activated_by', models.TextField(blank=True)),
                    ('activated_at', models.DateTimeField(null=True)),
                    ('withdrawn_by', models.TextField(blank=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('activated_at__isnull', False)), fields=['table', '-activated_at'], name='referral_tableedition_in_force')],
                    'constraints': [models.UniqueConstraint(fields=('table', 'number'), name='referral_tableedition_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('activated_at', None), ('activated_by', '')), models.Q(('activated_at__isnull', False), models.Q(('activated_by', ''), _negated=True)), _connector='OR'), name='referral_tableedition_activated_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', '')), models.Q(('activated_at', None), ('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='referral_tableedition_withdrawn_while_draft'), models.CheckConstraint(condition=models.Q(models.Q(('origin', 'import'), _negated=True), ('activated_by', ''), models.Q(models.Q(('activated_by', models.F('made_by')), _negated=True), ('activated_by__startswith', 'person:')), _connector='OR'), name='referral_tableedition_activated_by_a_second_person')],
                },
            ),
            migrations.CreateModel(
                name='Simulation',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('since', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('asked_by', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=8)),
                    ('read_upto', models.BigIntegerField(default=0)),
                    ('report_count', models.PositiveIntegerField(default=0)),
                    ('changed_count', models.PositiveIntegerField(default=0)),
                    ('counts', models.JSONField(default=dict)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('error', models.TextField(blank=True)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='simulations', to='referral.tableedition')),
                ],
            ),
            migrations.CreateModel(
                name='SimulatedChange',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('before', models.JSONField()),
                    ('after', models.JSONField()),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.report')),
                    ('simulation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='referral.simulation')),
                ],
                options={
                    'indexes': [models.Index(fields=['simulation', 'id'], name='referral_simulatedchange_in')],
                },
            ),
            migrations.CreateModel(
                name='Jurisdiction',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='jurisdiction', serialize=False, to='intake.report')),
                    ('country', models.CharField(blank=True, max_length=2)),
                    ('state', models.CharField(blank=True, max_length=2)),
                    ('resolved_country', models.CharField(blank=True, max_length=2)),
                    ('resolved_state', models.CharField(blank=True, max_length=2)),
                    ('decided_by', models.TextField(blank=True)),
                    ('places', models.JSONField(default=list)),
                    ('decided_at', models.DateTimeField()),
                    ('agencies_edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                    ('filters_edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                    ('rules_edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                ],
                options={
                    'indexes': [models.Index(fields=['decided_at'], name='referral_jurisdiction_when')],
                },
            ),
            migrations.CreateModel(
                name='Withholding',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('filter', models.CharField(max_length=40)),
                    ('ground', models.CharField(max_length=16)),
                    ('reason', models.TextField()),
                    ('instead', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                    ('at', models.DateTimeField()),
                    ('keep_until', models.DateTimeField(null=True)),
                    ('ended_by', models.TextField(blank=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('end_reason', models.TextField(blank=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='referral.agency')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withholdings', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None), ('keep_until__isnull', False)), fields=['keep_until', 'id'], name='referral_withholding_on_hold')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('report', 'agency'), name='referral_withholding_once'), models.CheckConstraint(condition=models.Q(models.Q(('instead__len__gt', 0), ('keep_until', None)), models.Q(('instead__len', 0), ('keep_until__isnull', False)), _connector='OR'), name='referral_withholding_somebody_or_clock'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='referral_withholding_ended_with_reason')],
                },
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
        ]),
    ]
