"""Files that come with a supplement wait for it, and then are their report's."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.fields.json
import tipline.foundation.keys
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql" / "staged.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_two_operators'),
        ('files', '0010_looked_again'),
        ('intake', '0009_supplements'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportedfile',
            name='corrected_details',
            field=models.JSONField(help_text='What is said with all corrections; `details` stays.', null=True),
        ),
        migrations.AddField(
            model_name='reportedfile',
            name='supplement',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='intake.supplement'),
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
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
