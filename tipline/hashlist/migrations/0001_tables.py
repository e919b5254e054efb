"""Lists, their items and fingerprints, and what members ask and say."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("hashlist", "0001_lists_and_entries"),
        ("hashlist", "0002_row_security"),
        ("hashlist", "0003_lists_have_members"),
        ("hashlist", "0004_fill_items"),
        ("hashlist", "0005_every_entry_has_an_item"),
        ("hashlist", "0006_guards"),
        ("hashlist", "0007_released_sources"),
        ("hashlist", "0008_feed_order_and_fetches"),
        ("hashlist", "0009_questions"),
        ("hashlist", "0010_subscriptions"),
        ("hashlist", "0011_audiences"),
        ("hashlist", "0012_item_counts"),
        ("hashlist", "0013_answers_as_matches"),
        ("hashlist", "0014_member_keys"),
        ("hashlist", "0015_lists_in_quarantine"),
        ("hashlist", "0016_entries_shown"),
        ("hashlist", "0017_taken_off"),
        ("hashlist", "0018_kinds_decide"),
        ("hashlist", "0019_plain_keys"),
        ("hashlist", "0020_growth_and_next_pages"),
        ("hashlist", "0021_quick_policies"),
        ("hashlist", "0022_large_values"),
        ("hashlist", "0023_hit_sources"),
        ("hashlist", "0024_corrected"),
        ("hashlist", "0025_quick_listing"),
        ("hashlist", "0026_flat_values"),
        ("hashlist", "0027_canaries_of_sources"),
        ("hashlist", "0028_hourly_buckets"),
        ("hashlist", "0029_self_reported"),
        ("hashlist", "0030_even_answers"),
        ("hashlist", "0031_looks_served"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='HashList',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=100, unique=True)),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('kind', models.CharField(choices=[('csam', 'Apparent CSAM'), ('exploitative', 'Exploitative'), ('youth-produced', 'Youth-produced'), ('generated', 'Generated'), ('negative', 'Known harmless'), ('industry', 'Industry'), ('unverified', 'Unverified'), ('imported', 'Imported')], max_length=16)),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('meaning', models.CharField(help_text='What a match with this list says about a file.', max_length=200)),
                    ('is_viral', models.BooleanField(default=False, help_text='Often-seen material, shared without malice.')),
                    ('match_distance', models.PositiveSmallIntegerField(default=31, help_text='Bits up to which a PDQ hash counts as the same picture.')),
                    ('created_at', models.DateTimeField()),
                    ('killed_at', models.DateTimeField(null=True)),
                    ('quarantined_at', models.DateTimeField(help_text='When it suddenly hit too often.', null=True)),
                    ('released_at', models.DateTimeField(help_text='Its hits before this moment are no flood any more.', null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['csam', 'exploitative', 'youth-produced', 'generated', 'negative', 'industry', 'unverified', 'imported'])), name='hashlist_kind_known'), models.CheckConstraint(condition=models.Q(('match_distance__lte', 31)), name='hashlist_distance_searched')],
                },
            ),
            migrations.CreateModel(
                name='ListMember',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=200)),
                    ('joined_at', models.DateTimeField()),
                    ('killed_at', models.DateTimeField(null=True)),
                    ('quarantine_from', models.DateTimeField(help_text='What the source added after this moment is held back.', null=True)),
                    ('released_at', models.DateTimeField(help_text='What it added before this moment is no flood any more.', null=True)),
                    ('hash_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='hashlist.hashlist')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('hash_list', 'organization'), name='hashlist_member_once'), models.UniqueConstraint(fields=('hash_list', 'number'), name='hashlist_member_number_once'), models.UniqueConstraint(fields=('id', 'hash_list'), name='hashlist_member_of_list')],
                },
            ),
            migrations.CreateModel(
                name='ItemCount',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=16)),
                    ('algorithm', models.CharField(blank=True, max_length=32)),
                    ('number', models.BigIntegerField()),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='hashlist.listmember')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('member', 'state', 'algorithm'), name='hashlist_itemcount_once')],
                },
            ),
            migrations.CreateModel(
                name='ListAudit',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('seed', models.CharField(blank=True, max_length=64)),
                    ('population', models.PositiveIntegerField()),
                    ('population_sha256', models.CharField(max_length=64)),
                    ('drawn', models.PositiveIntegerField()),
                    ('corrected', models.PositiveIntegerField(null=True)),
                    ('began_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(null=True)),
                    ('hash_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
            ),
            migrations.CreateModel(
                name='ListHits',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('hour', models.DateTimeField()),
                    ('number', models.PositiveIntegerField()),
                    ('hash_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='hashlist.hashlist')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('hash_list', 'hour'), name='hashlist_listhits_once')],
                },
            ),
            migrations.CreateModel(
                name='HashItem',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('entry_id', models.CharField(max_length=64)),
                    ('media', models.CharField(choices=[('image', 'Picture'), ('video', 'Video')], max_length=8)),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=16)),
                    ('classification', models.CharField(blank=True, max_length=100)),
                    ('basis', models.CharField(choices=[('three-reviews', 'Three people of the clearinghouse agreed'), ('partner-import', "A partner's list says so"), ('own-import', "The operator's own list, reviewed elsewhere"), ('member', 'A member of the list says so'), ('self-reported', 'The person shown says so; nobody has looked'), ('canary', 'Invented, to recognise a leaked copy of the list')], max_length=16)),
                    ('basis_note', models.CharField(blank=True, max_length=500)),
                    ('listed_by', models.CharField(blank=True, max_length=100)),
                    ('listed_at', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(help_text='When people last decided: older votes count no more.', null=True)),
                    ('origin', models.JSONField(default=dict, help_text='The report and file it was proposed from, if any.')),
                    ('moved_from', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashitem')),
                    ('hash_list', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='hashlist.hashlist')),
                    ('canary_for', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='canaries', to='hashlist.listmember')),
                    ('member', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='hashlist.listmember')),
                ],
                options={
                    'indexes': [models.Index(fields=['hash_list', 'changed_at', 'entry_id', 'member'], name='hashlist_item_feed_order'), models.Index(condition=models.Q(('state', 'active'), _negated=True), fields=['hash_list', 'state'], name='hashlist_item_state'), models.Index(fields=['member', 'created_at'], name='hashlist_item_growth'), models.Index(condition=models.Q(('canary_for__isnull', False)), fields=['canary_for'], name='hashlist_item_canary')],
                    'constraints': [models.UniqueConstraint(models.F('member'), models.F('entry_id'), django.db.models.functions.comparison.Coalesce('canary_for', models.Value(0)), name='hashlist_item_once_per_member'), models.UniqueConstraint(fields=('id', 'hash_list'), name='hashlist_item_of_list'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'active', 'suspended', 'withdrawn'])), name='hashlist_item_state_known'), models.CheckConstraint(condition=models.Q(('media__in', ['image', 'video'])), name='hashlist_item_media_known'), models.CheckConstraint(condition=models.Q(('basis__in', ['three-reviews', 'partner-import', 'own-import', 'member', 'self-reported', 'canary'])), name='hashlist_item_basis_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('listed_at__isnull', False), _connector='OR'), name='hashlist_item_active_was_listed'), models.CheckConstraint(condition=models.Q(('canary_for', None), ('basis', 'canary'), _connector='XOR'), name='hashlist_item_canary_is_for_somebody')],
                },
            ),
            migrations.CreateModel(
                name='HashEntry',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('algorithm', models.CharField(max_length=32)),
                    ('value', models.CharField(max_length=512)),
                    ('recipe', models.CharField(blank=True, max_length=64)),
                    ('quality', models.PositiveSmallIntegerField(null=True)),
                    ('is_flat', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.RawSQL("CASE WHEN algorithm = 'pdq' THEN bit_count(('x' || value)::bit(256)) NOT BETWEEN 64 AND 192 OR coalesce(quality < 50, false) ELSE false END", ()), output_field=models.BooleanField())),
                    ('added_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='hashlist.hashitem')),
                    ('hash_list', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist')),
                ],
                options={
                    'indexes': [models.Index(fields=['algorithm', 'value'], name='hashlist_hashentry_value'), models.Index(fields=['hash_list', 'added_at'], name='hashlist_hashentry_growth'), models.Index(condition=models.Q(('is_flat', True)), fields=['hash_list'], name='hashlist_hashentry_flat')],
                    'constraints': [models.UniqueConstraint(fields=('item', 'algorithm', 'value'), name='hashlist_hashentry_once_per_item')],
                },
            ),
            migrations.CreateModel(
                name='ItemAudience',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audience', to='hashlist.hashitem')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='hashlist.listmember')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='hashlist_itemaudience_once')],
                },
            ),
            migrations.CreateModel(
                name='ItemEvent',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('happening', models.CharField(choices=[('proposed', 'Proposed'), ('listed', 'Listed'), ('dissented', 'Dissented'), ('reclassified', 'Reclassified'), ('moved', 'Moved'), ('suspended', 'Suspended'), ('reinstated', 'Reinstated'), ('changed', 'Changed'), ('withdrawn', 'Withdrawn')], max_length=16)),
                    ('actor', models.CharField(max_length=100)),
                    ('reason', models.CharField(blank=True, max_length=1000)),
                    ('details', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='hashlist.hashitem')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('happening__in', ['proposed', 'listed', 'dissented', 'reclassified', 'moved', 'suspended', 'reinstated', 'changed', 'withdrawn'])), name='hashlist_event_known')],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('list', 'List'), ('reclassify', 'Reclassify'), ('move', 'Move'), ('reinstate', 'Reinstate')], max_length=16)),
                    ('state', models.CharField(choices=[('open', 'Open'), ('approved', 'Approved'), ('dissented', 'Dissented'), ('dropped', 'Dropped')], max_length=16)),
                    ('classification', models.CharField(blank=True, max_length=100)),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='hashlist.hashitem')),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['id'], name='hashlist_proposal_open')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('item',), name='hashlist_proposal_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'approved', 'dissented', 'dropped']), ('kind__in', ['list', 'reclassify', 'move', 'reinstate'])), name='hashlist_proposal_known'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('closed_at__isnull', False), _connector='XOR'), name='hashlist_proposal_closed_has_time')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('seniority', models.PositiveSmallIntegerField()),
                    ('concurs', models.BooleanField()),
                    ('sight', models.CharField(choices=[('served', 'Was shown the whole file here'), ('viewed-original', 'Saw the whole file'), ('viewed-copy', 'Saw an identical copy (same SHA-256)')], max_length=16)),
                    ('statement', models.CharField(blank=True, max_length=500)),
                    ('viewing_id', models.BigIntegerField(help_text='The preview that was served to them (`viewing`).', null=True)),
                    ('reason', models.CharField(blank=True, max_length=1000)),
                    ('at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='hashlist.proposal')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('proposal', 'person'), name='hashlist_review_person_once'), models.UniqueConstraint(fields=('proposal', 'position'), name='hashlist_review_position_once'), models.CheckConstraint(condition=models.Q(('position__range', (1, 3))), name='hashlist_review_of_three'), models.CheckConstraint(condition=models.Q(('concurs', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='hashlist_review_dissent_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('sight', 'served'), ('viewing_id__isnull', False)), models.Q(('sight__in', ['viewed-original', 'viewed-copy']), ('viewing_id', None), models.Q(('statement', ''), _negated=True)), _connector='OR'), name='hashlist_review_was_visual')],
                },
            ),
            migrations.CreateModel(
                name='LargeFingerprint',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='large', serialize=False, to='hashlist.hashentry')),
                    ('content', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='Feedback',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('is_affirmative', models.BooleanField()),
                    ('reasons', models.JSONField(default=list, help_text='Codes, for a negative vote.')),
                    ('at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='hashlist.hashentry')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.listmember')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'member'), name='hashlist_feedback_one_vote'), models.CheckConstraint(condition=models.Q(('is_affirmative', True), models.Q(('reasons', []), _negated=True), _connector='XOR'), name='hashlist_feedback_negative_has_reasons')],
                },
            ),
            migrations.CreateModel(
                name='AuditedItem',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveIntegerField()),
                    ('finding', models.CharField(blank=True, choices=[('confirmed', 'Belongs on the list as classified'), ('wrong-class', 'Belongs on the list, classified wrongly'), ('not-for-list', 'Does not belong on the list'), ('not-reviewable', 'Could not be reviewed')], max_length=16)),
                    ('note', models.CharField(blank=True, max_length=1000)),
                    ('found_by', models.CharField(blank=True, max_length=100)),
                    ('found_at', models.DateTimeField(null=True)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashitem')),
                    ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='hashlist.listaudit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('audit', 'item'), name='hashlist_audited_once'), models.UniqueConstraint(fields=('audit', 'position'), name='hashlist_audited_position_once'), models.CheckConstraint(condition=models.Q(('finding__in', ['', 'confirmed', 'wrong-class', 'not-for-list', 'not-reviewable'])), name='hashlist_audited_finding_known'), models.CheckConstraint(condition=models.Q(('finding', ''), ('found_at__isnull', False), _connector='XOR'), name='hashlist_audited_finding_has_time')],
                },
            ),
            migrations.CreateModel(
                name='Subscription',
                fields=[
                    ('hash_list', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='hashlist.hashlist')),
                    ('base', models.CharField(max_length=500)),
                    ('username', models.CharField(max_length=200)),
                    ('password_file', models.CharField(max_length=1000)),
                    ('began_at', models.DateTimeField()),
                    ('checkpoint', models.DateTimeField(null=True)),
                    ('next_page', models.CharField(blank=True, max_length=1000)),
                    ('next_until', models.DateTimeField(null=True)),
                    ('polled_at', models.DateTimeField(null=True)),
                    ('problem', models.CharField(blank=True, max_length=500)),
                ],
            ),
            migrations.CreateModel(
                name='ListAccess',
                fields=[
                    ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='access', serialize=False, to='hashlist.listmember')),
                    ('tier', models.CharField(choices=[('cryptographic', 'Cryptographic hashes'), ('perceptual', 'Perceptual hashes, too'), ('match-only', 'None: single questions only')], max_length=16)),
                    ('may_contribute', models.BooleanField(default=False)),
                    ('granted_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('public_key', models.BinaryField(help_text='X25519: answers can be encrypted to it.', null=True)),
                    ('must_seal', models.BooleanField(default=False, help_text='Answers are encrypted, asked for or not.')),
                    ('hash_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('tier__in', ['cryptographic', 'perceptual', 'match-only'])), name='hashlist_access_tier_known'), models.CheckConstraint(condition=models.Q(('must_seal', False), ('public_key__isnull', False), _connector='OR'), name='hashlist_access_seals_to_a_key'), models.UniqueConstraint(fields=('organization', 'hash_list'), name='hashlist_access_once')],
                },
            ),
            migrations.CreateModel(
                name='MatchQuestion',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('value', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('access', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='hashlist.listaccess')),
                ],
                options={
                    'indexes': [models.Index(fields=['access', 'at'], name='hashlist_matchquestion_day')],
                },
            ),
            migrations.CreateModel(
                name='ProbingAlarm',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('raised_at', models.DateTimeField()),
                    ('variants', models.PositiveIntegerField()),
                    ('released_at', models.DateTimeField(null=True)),
                    ('access', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='hashlist.listaccess')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('access',), name='hashlist_probingalarm_one_open')],
                },
            ),
            migrations.CreateModel(
                name='ListFetch',
                fields=[
                    ('access', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fetch', serialize=False, to='hashlist.listaccess')),
                    ('fetched_at', models.DateTimeField()),
                    ('until', models.DateTimeField(null=True)),
                ],
            ),
        ]),
    ]
