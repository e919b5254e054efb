import django.db.models.deletion
import django.db.models.fields.json
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_organizations_people_credentials'),
        ('intake', '0001_reports_and_submissions'),
    ]

    operations = [
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
                ('pdq', models.BinaryField(null=True)),
                ('pdq_quality', models.PositiveSmallIntegerField(null=True)),
                ('pdq_recipe', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['md5'], name='files_content_md5')],
                'constraints': [models.CheckConstraint(condition=models.Q(('inspection__in', ['ok', 'refused', 'killed'])), name='files_content_inspection_known')],
            },
        ),
        migrations.CreateModel(
            name='ReportedFile',
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
                ('shredded_at', models.DateTimeField(null=True)),
                ('details', models.JSONField(null=True)),
                ('details_sha256', models.BinaryField(null=True)),
                ('warnings', models.JSONField(default=list)),
                ('viewed_by_platform', models.BooleanField(null=True)),
                ('exif_viewed_by_platform', models.BooleanField(null=True)),
                ('publicly_available', models.BooleanField(null=True)),
                ('content', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='files.content')),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.organization')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='intake.report')),
            ],
            options={
                'indexes': [models.Index(fields=['sha256'], name='files_reportedfile_sha256'), models.Index(django.db.models.fields.json.KeyTextTransform('object_id', 'stored'), name='files_reportedfile_object')],
                'constraints': [models.CheckConstraint(condition=models.Q(('file_id__regex', '^[0-9a-f]{32}$')), name='files_reportedfile_id_is_hexadecimal')],
            },
        ),
    ]
