"""Identifiers, and clusters of reports that share them."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("linking", "0001_identifiers"),
        ("linking", "0002_row_security"),
        ("linking", "0003_clusters"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Cluster',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('opened_at', models.DateTimeField()),
                    ('report_count', models.PositiveIntegerField(default=0)),
                    ('newest_report', models.BigIntegerField(default=0)),
                    ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='linking.cluster')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('report_count__gt', 1)), fields=['-newest_report'], name='linking_cluster_newest')],
                },
            ),
            migrations.CreateModel(
                name='ClusterChange',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('brought', 'Brought together'), ('split', 'Split')], max_length=7)),
                    ('report_ids', models.JSONField()),
                    ('reason', models.TextField()),
                    ('changed_by', models.TextField()),
                    ('changed_at', models.DateTimeField()),
                    ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='linking.cluster')),
                    ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='other_changes', to='linking.cluster')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('changed_by__startswith', 'person:')), name='linking_clusterchange_by_a_person_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='ClusterStay',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('because', models.JSONField(default=list)),
                    ('joined_at', models.DateTimeField()),
                    ('joined_by', models.TextField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('left_by', models.TextField(blank=True)),
                    ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='linking.cluster')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cluster_stays', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('left_at', None)), fields=['cluster', '-report'], name='linking_clusterstay_members')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('report',), name='linking_clusterstay_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', '')), models.Q(('left_at__isnull', False), models.Q(('left_by', ''), _negated=True)), _connector='OR'), name='linking_clusterstay_left_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Identifier',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=32)),
                    ('scope', models.CharField(blank=True, max_length=255)),
                    ('value', models.CharField(max_length=2100)),
                    ('digest', models.BinaryField(help_text='What agencies may ask by instead of the value.', null=True)),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.HashIndex(fields=['value'], name='linking_identifier_value'), django.contrib.postgres.indexes.HashIndex(fields=['digest'], name='linking_identifier_digest')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'scope', 'value'), name='linking_identifier_once')],
                },
            ),
            migrations.CreateModel(
                name='IdentifierUse',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=32)),
                    ('original', models.TextField()),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('identifier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='linking.identifier')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(fields=['identifier', 'report'], name='linking_identifieruse_shared')],
                    'constraints': [models.UniqueConstraint(fields=('report', 'identifier', 'role', 'seen_at'), name='linking_identifieruse_once', nulls_distinct=False)],
                },
            ),
        ]),
    ]
