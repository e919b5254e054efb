"""Matches, the changes that indexes follow, and sweeps."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("matching", "0001_matches"),
        ("matching", "0002_row_security"),
        ("matching", "0003_recipe_and_turn"),
        ("matching", "0004_video_matches"),
        ("matching", "0005_index_changes"),
        ("matching", "0006_looking_back"),
        ("matching", "0007_picture_matches"),
        ("matching", "0008_sweeps"),
        ("matching", "0009_listed_videos"),
        ("matching", "0010_mirrored_videos"),
        ("matching", "0011_circulation"),
        ("matching", "0012_circulation_is_ours"),
        ("matching", "0013_frame_matches"),
        ("matching", "0014_asking"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("files", "0001_tables"),
        ("hashlist", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='IndexChange',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('entry', 'An entry of a list'), ('item', 'An item of a list'), ('member', 'A source of a list'), ('list', 'A list'), ('picture', 'A picture hash'), ('video', 'The frames of a video'), ('start', 'The beginning')], max_length=8)),
                    ('subject', models.BigIntegerField()),
                    ('position', models.BigIntegerField(null=True, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['kind', 'position'], name='matching_indexchange_kind'), models.Index(condition=models.Q(('position', None)), fields=['id'], name='matching_indexchange_new')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['entry', 'item', 'member', 'list', 'picture', 'video', 'start'])), name='matching_indexchange_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='Lookback',
                fields=[
                    ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
                    ('searched_to', models.BigIntegerField()),
                    ('swept_to', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='matching_lookback_only_one')],
                },
            ),
            migrations.CreateModel(
                name='Sweep',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('after', models.BigIntegerField()),
                    ('upto', models.BigIntegerField()),
                    ('entries', models.PositiveIntegerField()),
                    ('began_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('finished_at', None)), name='matching_sweep_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Circulation',
                fields=[
                    ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='circulation', serialize=False, to='files.content')),
                    ('distance', models.PositiveSmallIntegerField(help_text='Bits from the leader, at most.')),
                    ('reports', models.PositiveIntegerField(default=0)),
                    ('persons', models.PositiveIntegerField(default=0)),
                    ('widely_seen_at', models.DateTimeField(null=True)),
                    ('is_linked', models.BooleanField(default=True, help_text='False: from before it linked reports; they are linked behind.')),
                    ('leader', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='files.content')),
                ],
                options={
                    'indexes': [models.Index(fields=['leader', 'distance', 'content'], name='matching_circulation_nearest'), models.Index(condition=models.Q(('is_linked', False)), fields=['content'], name='matching_circulation_unlinked')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('distance', 0), ('leader', models.F('content'))), models.Q(('persons', 0), ('reports', 0), ('widely_seen_at', None)), _connector='OR'), name='matching_circulation_leaders_count')],
                },
            ),
            migrations.CreateModel(
                name='ClaimedHash',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('algorithm', models.CharField(max_length=32)),
                    ('value', models.CharField(max_length=512)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.reportedfile')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('algorithm', 'value', 'file'), name='matching_claimedhash_once')],
                },
            ),
            migrations.CreateModel(
                name='FrameMatch',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('frame_of', models.CharField(choices=[('file', 'The file'), ('item', 'The listed item')], max_length=8)),
                    ('distance', models.PositiveSmallIntegerField()),
                    ('quality', models.PositiveSmallIntegerField()),
                    ('recipe', models.CharField(max_length=64)),
                    ('turn', models.CharField(max_length=32)),
                    ('at_ms', models.BigIntegerField(null=True)),
                    ('matched_at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashentry')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frame_matches', to='files.reportedfile')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('file', 'entry'), name='matching_framematch_once'), models.CheckConstraint(condition=models.Q(('frame_of__in', ['file', 'item'])), name='matching_framematch_frame_of_known')],
                },
            ),
            migrations.CreateModel(
                name='Match',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('algorithm', models.CharField(max_length=32)),
                    ('distance', models.PositiveSmallIntegerField()),
                    ('recipe', models.CharField(blank=True, max_length=64)),
                    ('turn', models.CharField(blank=True, max_length=32)),
                    ('file_percent', models.FloatField(null=True)),
                    ('item_percent', models.FloatField(null=True)),
                    ('intervals', models.JSONField(null=True)),
                    ('matched_at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashentry')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='files.reportedfile')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('file', 'entry'), name='matching_match_once')],
                },
            ),
            migrations.CreateModel(
                name='PictureMatch',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('distance', models.PositiveSmallIntegerField()),
                    ('recipe', models.CharField(max_length=64)),
                    ('turn', models.CharField(max_length=32)),
                    ('matched_at', models.DateTimeField()),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picture_matches', to='files.reportedfile')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.content')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('file', 'other'), name='matching_picturematch_once')],
                },
            ),
            migrations.CreateModel(
                name='Sighting',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('person', models.CharField(blank=True, max_length=32)),
                    ('leader', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='files.content')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(fields=['leader', 'person'], name='matching_sighting_person')],
                    'constraints': [models.UniqueConstraint(fields=('leader', 'report', 'person'), name='matching_sighting_once')],
                },
            ),
            migrations.CreateModel(
                name='SweepPart',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('after', models.BigIntegerField()),
                    ('upto', models.BigIntegerField()),
                    ('reports', models.PositiveIntegerField(null=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('sweep', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='matching.sweep')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('sweep', 'upto'), name='matching_sweeppart_once')],
                },
            ),
            migrations.CreateModel(
                name='VideoMatch',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('file_percent', models.FloatField()),
                    ('turn', models.CharField(blank=True, max_length=32)),
                    ('other_percent', models.FloatField()),
                    ('intervals', models.JSONField()),
                    ('matched_at', models.DateTimeField()),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='video_matches', to='files.reportedfile')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.content')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('file', 'other'), name='matching_videomatch_once')],
                },
            ),
        ]),
    ]
