"""Opinions, and whom they are asked of."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("review", "0001_opinions"),
        ("review", "0002_reviewers_read_languages"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
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
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
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
                options={
                    'indexes': [models.Index(fields=['content', 'person'], name='review_opinion_who')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('asked__in', ['first', 'second', 'senior', 'settled'])), name='review_opinion_asked_known')],
                },
            ),
            migrations.CreateModel(
                name='ContentReview',
                fields=[
                    ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='review', serialize=False, to='files.content')),
                    ('priority', models.CharField(max_length=1)),
                    ('state', models.CharField(default='first', max_length=8)),
                    ('is_video', models.BooleanField(default=False)),
                    ('is_violent', models.BooleanField(default=False)),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
                    ('waiting_since', models.DateTimeField()),
                    ('is_set_apart', models.BooleanField(default=False, help_text='Every report that it is in is kept apart; it is handed to nobody.')),
                    ('held_until', models.DateTimeField(null=True)),
                    ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.person')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                    ('settled_opinion', models.ForeignKey(help_text='Who spoke up to it may speak again.', null=True, on_delete=django.db.models.deletion.PROTECT, to='review.opinion')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'settled'), _negated=True), fields=['priority', 'waiting_since', 'content'], name='review_contentreview_queue')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['first', 'second', 'senior', 'settled'])), name='review_contentreview_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('held_by', None), ('held_until', None)), models.Q(('held_by__isnull', False), ('held_until__isnull', False)), _connector='OR'), name='review_contentreview_held_by_somebody_until')],
                },
            ),
            migrations.CreateModel(
                name='SetAside',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('until', models.DateTimeField()),
                    ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='files.content')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.person')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('content', 'person'), name='review_setaside_once')],
                },
            ),
        ]),
    ]
