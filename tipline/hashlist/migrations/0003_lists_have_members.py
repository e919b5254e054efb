import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_seniority_and_audit_firms'),
        ('hashlist', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditedItem',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('finding', models.CharField(blank=True, choices=[('confirmed', 'Belongs on the list as classified'), ('wrong-class', 'Belongs on the list, classified wrongly'), ('not-for-list', 'Does not belong on the list'), ('not-reviewable', 'Could not be reviewed')], max_length=16)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('found_by', models.CharField(blank=True, max_length=100)),
                ('found_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('is_affirmative', models.BooleanField()),
                ('reasons', models.JSONField(default=list, help_text='Codes, for a negative vote.')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HashItem',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.CharField(max_length=64)),
                ('media', models.CharField(choices=[('image', 'Picture'), ('video', 'Video')], max_length=8)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=16)),
                ('classification', models.CharField(blank=True, max_length=100)),
                ('basis', models.CharField(choices=[('three-reviews', 'Three people of the clearinghouse agreed'), ('partner-import', "A partner's list says so"), ('own-import', "The operator's own list, reviewed elsewhere"), ('member', 'A member of the list says so'), ('canary', 'Invented, to recognise a leaked copy of the list')], max_length=16)),
                ('basis_note', models.CharField(blank=True, max_length=500)),
                ('listed_by', models.CharField(blank=True, max_length=100)),
                ('listed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(help_text='When people last decided: older votes count no more.', null=True)),
                ('origin', models.JSONField(default=dict, help_text='The report and file it was proposed from, if any.')),
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='LargeFingerprint',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='large', serialize=False, to='hashlist.hashentry')),
                ('content', models.BinaryField()),
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='ListAudit',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('seed', models.CharField(blank=True, max_length=64)),
                ('population', models.PositiveIntegerField()),
                ('population_sha256', models.CharField(max_length=64)),
                ('drawn', models.PositiveIntegerField()),
                ('began_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('seniority', models.PositiveSmallIntegerField()),
                ('concurs', models.BooleanField()),
                ('sight', models.CharField(choices=[('viewed-original', 'Saw the whole file'), ('viewed-copy', 'Saw an identical copy (same SHA-256)')], max_length=16)),
                ('statement', models.CharField(max_length=500)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='hashentry',
            name='hashlist_hashentry_once_per_list',
        ),
        migrations.AddField(
            model_name='hashentry',
            name='quality',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='hashentry',
            name='recipe',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='hashlist',
            name='killed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='hashlist',
            name='kind',
            field=models.CharField(choices=[('csam', 'Apparent CSAM'), ('exploitative', 'Exploitative'), ('youth-produced', 'Youth-produced'), ('generated', 'Generated'), ('negative', 'Known harmless'), ('industry', 'Industry'), ('unverified', 'Unverified'), ('imported', 'Imported')], default='imported', max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='hashlist',
            name='match_distance',
            field=models.PositiveSmallIntegerField(default=31, help_text='Bits up to which a PDQ hash counts as the same picture.'),
        ),
        migrations.AddField(
            model_name='hashlist',
            name='slug',
            field=models.SlugField(default='', max_length=60),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='hashlist',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['csam', 'exploitative', 'youth-produced', 'generated', 'negative', 'industry', 'unverified', 'imported'])), name='hashlist_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='hashlist',
            constraint=models.CheckConstraint(condition=models.Q(('match_distance__lte', 31)), name='hashlist_distance_searched'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='hashlist.hashentry'),
        ),
        migrations.AddField(
            model_name='hashitem',
            name='hash_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='hashlist.hashlist'),
        ),
        migrations.AddField(
            model_name='hashitem',
            name='moved_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashitem'),
        ),
        migrations.AddField(
            model_name='auditeditem',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashitem'),
        ),
        migrations.AddField(
            model_name='hashentry',
            name='item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='hashlist.hashitem'),
        ),
        migrations.AddConstraint(
            model_name='hashentry',
            constraint=models.UniqueConstraint(fields=('item', 'algorithm', 'value'), name='hashlist_hashentry_once_per_item'),
        ),
        migrations.AddField(
            model_name='itemevent',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='hashlist.hashitem'),
        ),
        migrations.CreateModel(
            name='ListAccess',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='access', serialize=False, to='hashlist.listmember')),
                ('tier', models.CharField(choices=[('cryptographic', 'Cryptographic hashes'), ('perceptual', 'Perceptual hashes, too')], max_length=16)),
                ('may_contribute', models.BooleanField(default=False)),
                ('granted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='listmember',
            name='hash_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='hashlist.hashlist'),
        ),
        migrations.AddField(
            model_name='listmember',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='hashitem',
            name='canary_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='canaries', to='hashlist.listmember'),
        ),
        migrations.AddField(
            model_name='hashitem',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='hashlist.listmember'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.listmember'),
        ),
        migrations.AddField(
            model_name='listaudit',
            name='hash_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist'),
        ),
        migrations.AddField(
            model_name='listaudit',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='auditeditem',
            name='audit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='hashlist.listaudit'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='hashlist.hashitem'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist'),
        ),
        migrations.AddField(
            model_name='review',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person'),
        ),
        migrations.AddField(
            model_name='review',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='hashlist.proposal'),
        ),
        migrations.AddConstraint(
            model_name='itemevent',
            constraint=models.CheckConstraint(condition=models.Q(('happening__in', ['proposed', 'listed', 'dissented', 'reclassified', 'moved', 'suspended', 'reinstated', 'changed', 'withdrawn'])), name='hashlist_event_known'),
        ),
        migrations.AddField(
            model_name='listaccess',
            name='hash_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist'),
        ),
        migrations.AddField(
            model_name='listaccess',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization'),
        ),
        migrations.AddConstraint(
            model_name='listmember',
            constraint=models.UniqueConstraint(fields=('hash_list', 'organization'), name='hashlist_member_once'),
        ),
        migrations.AddConstraint(
            model_name='listmember',
            constraint=models.UniqueConstraint(fields=('hash_list', 'number'), name='hashlist_member_number_once'),
        ),
        migrations.AddIndex(
            model_name='hashitem',
            index=models.Index(fields=['hash_list', 'changed_at', 'id'], name='hashlist_item_feed'),
        ),
        migrations.AddIndex(
            model_name='hashitem',
            index=models.Index(fields=['hash_list', 'state'], name='hashlist_item_state'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.UniqueConstraint(fields=('member', 'entry_id'), name='hashlist_item_once_per_member'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'active', 'suspended', 'withdrawn'])), name='hashlist_item_state_known'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.CheckConstraint(condition=models.Q(('media__in', ['image', 'video'])), name='hashlist_item_media_known'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['three-reviews', 'partner-import', 'own-import', 'member', 'canary'])), name='hashlist_item_basis_known'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('listed_at__isnull', False), _connector='OR'), name='hashlist_item_active_was_listed'),
        ),
        migrations.AddConstraint(
            model_name='hashitem',
            constraint=models.CheckConstraint(condition=models.Q(('canary_for', None), ('basis', 'canary'), _connector='XOR'), name='hashlist_item_canary_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('entry', 'member'), name='hashlist_feedback_one_vote'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('is_affirmative', True), models.Q(('reasons', []), _negated=True), _connector='XOR'), name='hashlist_feedback_negative_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='auditeditem',
            constraint=models.UniqueConstraint(fields=('audit', 'item'), name='hashlist_audited_once'),
        ),
        migrations.AddConstraint(
            model_name='auditeditem',
            constraint=models.UniqueConstraint(fields=('audit', 'position'), name='hashlist_audited_position_once'),
        ),
        migrations.AddConstraint(
            model_name='auditeditem',
            constraint=models.CheckConstraint(condition=models.Q(('finding__in', ['', 'confirmed', 'wrong-class', 'not-for-list', 'not-reviewable'])), name='hashlist_audited_finding_known'),
        ),
        migrations.AddConstraint(
            model_name='auditeditem',
            constraint=models.CheckConstraint(condition=models.Q(('finding', ''), ('found_at__isnull', False), _connector='XOR'), name='hashlist_audited_finding_has_time'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['id'], name='hashlist_proposal_open'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('item',), name='hashlist_proposal_one_open'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'approved', 'dissented', 'dropped']), ('kind__in', ['list', 'reclassify', 'move', 'reinstate'])), name='hashlist_proposal_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), ('closed_at__isnull', False), _connector='XOR'), name='hashlist_proposal_closed_has_time'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('proposal', 'person'), name='hashlist_review_person_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('proposal', 'position'), name='hashlist_review_position_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('position__range', (1, 3))), name='hashlist_review_of_three'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('concurs', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='hashlist_review_dissent_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('sight__in', ['viewed-original', 'viewed-copy']), models.Q(('statement', ''), _negated=True)), name='hashlist_review_was_visual'),
        ),
        migrations.AddConstraint(
            model_name='listaccess',
            constraint=models.CheckConstraint(condition=models.Q(('tier__in', ['cryptographic', 'perceptual'])), name='hashlist_access_tier_known'),
        ),
        migrations.AddConstraint(
            model_name='listaccess',
            constraint=models.UniqueConstraint(fields=('organization', 'hash_list'), name='hashlist_access_once'),
        ),
    ]
