from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql" / "clusters.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_calls_row_security'),
        ('linking', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('report_count', models.PositiveIntegerField(default=0)),
                ('newest_report', models.BigIntegerField(default=0)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='linking.cluster')),
            ],
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
        ),
        migrations.AddIndex(
            model_name='cluster',
            index=models.Index(condition=models.Q(('report_count__gt', 1)), fields=['-newest_report'], name='linking_cluster_newest'),
        ),
        migrations.AddConstraint(
            model_name='clusterchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('changed_by__startswith', 'person:')), name='linking_clusterchange_by_a_person_with_reason'),
        ),
        migrations.AddIndex(
            model_name='clusterstay',
            index=models.Index(condition=models.Q(('left_at', None)), fields=['cluster', '-report'], name='linking_clusterstay_members'),
        ),
        migrations.AddConstraint(
            model_name='clusterstay',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('report',), name='linking_clusterstay_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='clusterstay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', '')), models.Q(('left_at__isnull', False), models.Q(('left_by', ''), _negated=True)), _connector='OR'), name='linking_clusterstay_left_by_somebody'),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
