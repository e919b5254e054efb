"""Contents, reported files, and their hashes."""

import django.db.models.deletion
import django.db.models.fields.json
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("files", "0001_contents_and_reported_files"),
        ("files", "0002_row_security"),
        ("files", "0003_receiving"),
        ("files", "0004_finishing"),
        ("files", "0005_admitting"),
        ("files", "0006_picture_hashes"),
        ("files", "0007_video_hashes"),
        ("files", "0008_video_numbers"),
        ("files", "0009_content_sha1"),
        ("files", "0010_looked_again"),
        ("files", "0011_supplements"),
        ("files", "0012_holders_in_order"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE files_videohash_number"),
        CreateTables([
            migrations.CreateModel(
                name='Content',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('sha1', models.CharField(max_length=40)),
                    ('md5', models.CharField(max_length=32)),
                    ('size_bytes', models.BigIntegerField()),
                    ('inspection', models.CharField(choices=[('ok', 'Decoded'), ('refused', 'Not decoded'), ('killed', 'Stopped at a limit')], max_length=8)),
                    ('inspection_reason', models.CharField(blank=True, max_length=64)),
                    ('inspected_at', models.DateTimeField()),
                    ('media_type', models.CharField(blank=True, max_length=64)),
                    ('width', models.PositiveIntegerField(null=True)),
                    ('height', models.PositiveIntegerField(null=True)),
                    ('frames', models.PositiveIntegerField(null=True)),
                    ('exif', models.JSONField(default=dict)),
                    ('looked_again_at', models.DateTimeField(help_text='When it was hashed anew, if it came before turns.', null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['md5'], name='files_content_md5'), models.Index(fields=['sha1'], name='files_content_sha1')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('inspection__in', ['ok', 'refused', 'killed'])), name='files_content_inspection_known')],
                },
            ),
            migrations.CreateModel(
                name='PictureHash',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('recipe', models.CharField(max_length=64)),
                    ('value', models.BinaryField()),
                    ('quality', models.PositiveSmallIntegerField()),
                    ('turned', models.BinaryField(default=b'')),
                    ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hashes', to='files.content')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('turned', b'')), fields=['id'], name='files_picturehash_no_turns')],
                    'constraints': [models.UniqueConstraint(fields=('content', 'recipe'), name='files_picturehash_once_a_recipe'), models.CheckConstraint(condition=models.Q(('quality__lte', 100)), name='files_picturehash_quality')],
                },
            ),
            migrations.CreateModel(
                name='ReportedFile',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('file_id', models.CharField(max_length=32)),
                    ('file_name', models.TextField(blank=True)),
                    ('size_bytes', models.BigIntegerField()),
                    ('md5', models.CharField(max_length=32)),
                    ('sha1', models.CharField(max_length=40)),
                    ('sha256', models.CharField(max_length=64)),
                    ('received_at', models.DateTimeField()),
                    ('stored', models.JSONField(help_text='Where the vault keeps it: object, key and wrapped data key.')),
                    ('shredded_at', models.DateTimeField(null=True)),
                    ('details', models.JSONField(null=True)),
                    ('details_sha256', models.BinaryField(null=True)),
                    ('corrected_details', models.JSONField(help_text='What is said with all corrections; `details` stays.', null=True)),
                    ('warnings', models.JSONField(default=list)),
                    ('viewed_by_platform', models.BooleanField(null=True)),
                    ('exif_viewed_by_platform', models.BooleanField(null=True)),
                    ('publicly_available', models.BooleanField(null=True)),
                    ('content', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='files.content')),
                    ('platform', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='intake.report')),
                    ('supplement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='intake.supplement')),
                ],
                options={
                    'indexes': [models.Index(fields=['sha256'], name='files_reportedfile_sha256'), models.Index(fields=['content', 'report'], name='files_reportedfile_holders'), models.Index(django.db.models.fields.json.KeyTextTransform('object_id', 'stored'), name='files_reportedfile_object')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('file_id__regex', '^[0-9a-f]{32}$')), name='files_reportedfile_id_is_hexadecimal'), models.UniqueConstraint(fields=('file_id',), name='files_reportedfile_file_id_once')],
                },
            ),
            migrations.CreateModel(
                name='StagedFile',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('file_id', models.CharField(max_length=32, unique=True)),
                    ('file_name', models.TextField(blank=True)),
                    ('size_bytes', models.BigIntegerField()),
                    ('md5', models.CharField(max_length=32)),
                    ('sha1', models.CharField(max_length=40)),
                    ('sha256', models.CharField(max_length=64)),
                    ('received_at', models.DateTimeField()),
                    ('stored', models.JSONField(help_text='Where the vault keeps it: object, key and wrapped data key.')),
                    ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staged_files', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(django.db.models.fields.json.KeyTextTransform('object_id', 'stored'), name='files_stagedfile_object')],
                    'constraints': [models.UniqueConstraint(fields=('report', 'sha256', 'file_name'), name='files_stagedfile_repeat_once')],
                },
            ),
            migrations.CreateModel(
                name='VideoHash',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('number', models.BigIntegerField(db_default=tipline.foundation.keys.NextOf('files_videohash_number'), editable=False, unique=True)),
                    ('recipe', models.CharField(max_length=64)),
                    ('length_ms', models.BigIntegerField()),
                    ('cut', models.CharField(blank=True, max_length=64)),
                    ('frames', models.BinaryField()),
                    ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='video', to='files.content')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('length_ms__gte', 0)), name='files_videohash_length')],
                },
            ),
        ]),
    ]
