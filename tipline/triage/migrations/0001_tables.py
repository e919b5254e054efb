"""Assessments, standings, bundles, floods and priors."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("triage", "0001_assessments"),
        ("triage", "0002_row_security"),
        ("triage", "0003_risk_and_lowering"),
        ("triage", "0004_lowering_is_ours"),
        ("triage", "0005_set_apart"),
        ("triage", "0006_bundles"),
        ("triage", "0007_bundles_are_ours"),
        ("triage", "0008_priors"),
        ("triage", "0009_priors_are_the_senders_own"),
        ("triage", "0010_sharing_intents"),
        ("triage", "0011_intents_are_ours"),
        ("triage", "0012_bundle_numbers"),
        ("triage", "0013_floods"),
        ("triage", "0014_floods_are_ours"),
        ("triage", "0015_floods_in_parts"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Assessment',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('ranked', 'Ranked by the rules'), ('raised', 'Raised by an analyst'), ('lowered', 'Lowered by analysts')], default='ranked', max_length=7)),
                    ('priority', models.CharField(choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                    ('risk', models.PositiveSmallIntegerField(default=0)),
                    ('reasons', models.JSONField()),
                    ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                    ('arm', models.CharField(blank=True, max_length=20)),
                    ('designation_fields', models.JSONField(default=list)),
                    ('actor', models.TextField()),
                    ('note', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('kind', 'raised')), fields=['report'], name='triage_assessment_raised')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('priority__in', ['1', '2', '3', 'E'])), name='triage_assessment_priority_known'), models.CheckConstraint(condition=models.Q(('designation__in', ['referral', 'informational'])), name='triage_assessment_designation_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['ranked', 'raised', 'lowered'])), name='triage_assessment_kind_known'), models.CheckConstraint(condition=models.Q(('risk__range', (0, 100))), name='triage_assessment_risk_0_to_100')],
                },
            ),
            migrations.CreateModel(
                name='Bundle',
                fields=[
                    ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('priority', models.CharField(blank=True, choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                    ('place', models.PositiveSmallIntegerField(default=0)),
                    ('opened_at', models.DateTimeField()),
                    ('set_aside_at', models.DateTimeField(null=True)),
                    ('set_aside_by', models.TextField(blank=True)),
                    ('set_aside_because', models.TextField(blank=True)),
                    ('content', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bundle', to='files.content')),
                    ('first_report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads_bundles', to='intake.report')),
                    ('half_of', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='triage.bundle')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('priority', ''), _negated=True), fields=['priority', 'place', 'first_report'], name='triage_bundle_queue')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('content', None), ('content', models.F('id')), _connector='OR'), name='triage_bundle_numbered_by_content'), models.CheckConstraint(condition=models.Q(('half_of', None), ('content', None), _connector='OR'), name='triage_bundle_half_of_a_flood'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at', None), ('set_aside_by', '')), models.Q(('content', None), ('set_aside_at__isnull', False), models.Q(('set_aside_by', ''), _negated=True), models.Q(('set_aside_because', ''), _negated=True)), _connector='OR'), name='triage_bundle_set_aside_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('first_report', None), ('priority', '')), models.Q(('first_report__isnull', False), ('priority__in', ['2', '3', 'E'])), _connector='OR'), name='triage_bundle_never_at_level_1')],
                },
            ),
            migrations.CreateModel(
                name='BundleCount',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('incident_type', models.TextField()),
                    ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                    ('reports', models.IntegerField(default=0)),
                    ('incidents', models.IntegerField(default=0)),
                    ('bundle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='triage.bundle')),
                    ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('bundle', 'platform', 'incident_type', 'designation'), name='triage_bundlecount_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('incidents__gte', models.F('reports')), ('reports__gte', 0)), name='triage_bundlecount_adds_up')],
                },
            ),
            migrations.CreateModel(
                name='BundleStay',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('incidents', models.PositiveIntegerField()),
                    ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                    ('because', models.JSONField()),
                    ('joined_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('left_because', models.JSONField(default=list)),
                    ('left_by', models.TextField(blank=True)),
                    ('note', models.TextField(blank=True)),
                    ('bundle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='triage.bundle')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bundle_stays', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('left_at__isnull', False)), fields=['bundle', 'left_at'], name='triage_bundlestay_left')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('report',), name='triage_bundlestay_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', '')), models.Q(('left_at__isnull', False), models.Q(('left_by', ''), _negated=True)), _connector='OR'), name='triage_bundlestay_left_by_somebody'), models.CheckConstraint(condition=models.Q(('incidents__gte', 1)), name='triage_bundlestay_has_incident')],
                },
            ),
            migrations.CreateModel(
                name='Likeness',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='likeness', serialize=False, to='intake.report')),
                    ('kin', models.CharField(blank=True, max_length=5)),
                    ('is_gathered', models.BooleanField(default=False)),
                    ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('sketch', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('short', models.BigIntegerField(null=True)),
                    ('named', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('alike', models.PositiveIntegerField(default=0)),
                    ('half', models.PositiveIntegerField(default=0)),
                    ('at', models.DateTimeField()),
                    ('leader', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='triage.likeness')),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='triage_likeness_keys'), models.Index(condition=models.Q(('leader__isnull', False)), fields=['leader'], name='triage_likeness_followers')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_gathered', False), ('kin', ''), ('leader', None)), ('kin__in', ['all', 'words', 'named']), _connector='OR'), name='triage_likeness_leads_or_follows')],
                },
            ),
            migrations.CreateModel(
                name='Lowering',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('level', models.CharField(choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                    ('reason', models.TextField()),
                    ('asked_by', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('open', 'Open'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], default='open', max_length=9)),
                    ('decided_by', models.TextField(blank=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='triage.assessment')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lowerings', to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('report',), name='triage_lowering_open_once'), models.CheckConstraint(condition=models.Q(('level__in', ['2', '3'])), name='triage_lowering_lowers'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('state', 'open')), models.Q(('decided_at__isnull', False), ('state__in', ['confirmed', 'declined']), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='triage_lowering_decided_has_person_and_time'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('asked_by')), ('state', 'confirmed'), _negated=True), name='triage_lowering_second_person')],
                },
            ),
            migrations.CreateModel(
                name='SenderPrior',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('since', models.DateTimeField()),
                    ('reports', models.PositiveIntegerField()),
                    ('noise', models.PositiveIntegerField()),
                    ('rate', models.FloatField()),
                    ('overall', models.FloatField()),
                    ('shift', models.PositiveSmallIntegerField()),
                    ('least', models.PositiveIntegerField()),
                    ('actor', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('platform', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'indexes': [models.Index(fields=['platform', '-id'], name='triage_senderprior_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('noise__lte', models.F('reports'))), name='triage_senderprior_noise_of_reports'), models.CheckConstraint(condition=models.Q(('shift__lte', 20)), name='triage_senderprior_shift_0_to_20')],
                },
            ),
            migrations.CreateModel(
                name='PriorAppeal',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('reason', models.TextField()),
                    ('state', models.CharField(choices=[('open', 'Open'), ('granted', 'Granted'), ('declined', 'Declined')], default='open', max_length=8)),
                    ('opened_by', models.TextField()),
                    ('opened_at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('paused_until', models.DateTimeField(null=True)),
                    ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('prior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='triage.senderprior')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('platform',), name='triage_priorappeal_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', ''), ('state', 'open')), models.Q(('answered_at__isnull', False), ('state__in', ['granted', 'declined']), models.Q(('answered_by', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='triage_priorappeal_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('paused_until__isnull', False), ('state', 'granted')), models.Q(models.Q(('state', 'granted'), _negated=True), ('paused_until', None)), _connector='OR'), name='triage_priorappeal_granted_pauses')],
                },
            ),
            migrations.CreateModel(
                name='SharingIntent',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('intent', models.CharField(choices=[('meme', 'A foolish joke'), ('outrage', 'Outrage at it'), ('awareness', 'A warning to others'), ('none-of-these', 'None of these')], max_length=13)),
                    ('actor', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intents', to='intake.report')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('intent__in', ['meme', 'outrage', 'awareness', 'none-of-these'])), name='triage_sharingintent_known')],
                },
            ),
            migrations.CreateModel(
                name='Standing',
                fields=[
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to='intake.report')),
                    ('priority', models.CharField(choices=[('1', '1: a child may be in danger now'), ('2', '2: today'), ('3', '3: in turn'), ('E', 'E: not ranked yet')], max_length=1)),
                    ('risk', models.PositiveSmallIntegerField(default=0)),
                    ('place', models.PositiveSmallIntegerField(default=100)),
                    ('designation', models.CharField(choices=[('referral', 'Referral'), ('informational', 'Informational')], max_length=13)),
                    ('needs_person', models.BooleanField(default=False)),
                    ('is_set_apart', models.BooleanField(default=False, help_text='A segregated hold keeps it out of the queues.')),
                    ('updated_at', models.DateTimeField()),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='triage.assessment')),
                    ('bundle', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='triage.bundle')),
                ],
                options={
                    'indexes': [models.Index(fields=['priority', 'report'], name='triage_standing_queue'), models.Index(condition=models.Q(('bundle', None)), fields=['priority', 'place', 'report'], name='triage_standing_order'), models.Index(condition=models.Q(('bundle__isnull', False)), fields=['bundle', 'priority', 'place', 'report'], name='triage_standing_bundled'), models.Index(condition=models.Q(('needs_person', True)), fields=['report'], name='triage_standing_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('bundle', None), models.Q(('priority', '1'), _negated=True), _connector='OR'), name='triage_standing_level_1_never_bundled')],
                },
            ),
        ]),
    ]
