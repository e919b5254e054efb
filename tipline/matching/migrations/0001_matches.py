import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_contents_and_reported_files'),
        ('hashlist', '0001_lists_and_entries'),
        ('intake', '0001_reports_and_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('algorithm', models.CharField(max_length=32)),
                ('distance', models.PositiveSmallIntegerField()),
                ('matched_at', models.DateTimeField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashentry')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='files.reportedfile')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'entry'), name='matching_match_once')],
            },
        ),
    ]
