"""Contents in review: who has them in hand, what people said, what stands."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_credential_use'),
        ('files', '0007_video_hashes'),
        ('intake', '0006_caller_says_use'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentLabels',
            fields=[
                ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='labels', serialize=False, to='files.content')),
                ('labels', models.JSONField()),
                ('settled_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ReviewerSkills',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='accounts.person')),
                ('takes_videos', models.BooleanField(default=True)),
                ('takes_violence', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('seniority', models.PositiveSmallIntegerField()),
                ('asked', models.CharField(help_text='What the content waited for when it was given.', max_length=8)),
                ('labels', models.JSONField()),
                ('is_sure', models.BooleanField(default=True)),
                ('recognized', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='files.content')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
            ],
        ),
        migrations.CreateModel(
            name='ContentReview',
            fields=[
                ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='files.content')),
                ('priority', models.CharField(max_length=1)),
                ('state', models.CharField(default='first', max_length=8)),
                ('is_video', models.BooleanField(default=False)),
                ('is_violent', models.BooleanField(default=False)),
                ('waiting_since', models.DateTimeField()),
                ('held_until', models.DateTimeField(null=True)),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ('settled_opinion', models.ForeignKey(help_text='Who spoke up to it may speak again.', null=True, on_delete=django.db.models.deletion.PROTECT, to='review.opinion')),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.content')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.person')),
            ],
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['content', 'person'], name='review_opinion_who'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('asked__in', ['first', 'second', 'senior', 'settled'])), name='review_opinion_asked_known'),
        ),
        migrations.AddIndex(
            model_name='contentreview',
            index=models.Index(condition=models.Q(('state', 'settled'), _negated=True), fields=['priority', 'waiting_since', 'content'], name='review_contentreview_queue'),
        ),
        migrations.AddConstraint(
            model_name='contentreview',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['first', 'second', 'senior', 'settled'])), name='review_contentreview_state_known'),
        ),
        migrations.AddConstraint(
            model_name='contentreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_by', None), ('held_until', None)), models.Q(('held_by__isnull', False), ('held_until__isnull', False)), _connector='OR'), name='review_contentreview_held_by_somebody_until'),
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.UniqueConstraint(fields=('content', 'person'), name='review_setaside_once'),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
