"""Tables as editions: drafted, simulated, in force, never forgotten."""
import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_calls_row_security'),
        ('referral', '0008_release_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Simulation',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('asked_by', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=8)),
                ('read_upto', models.BigIntegerField(default=0)),
                ('report_count', models.PositiveIntegerField(default=0)),
                ('changed_count', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('ended_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='agency',
            name='contact',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='locationevidence',
            name='is_military',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='locationevidence',
            name='post_code',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.CreateModel(
            name='SimulatedChange',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.report')),
                ('simulation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='referral.simulation')),
            ],
        ),
        migrations.CreateModel(
            name='TableEdition',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('table', models.CharField(choices=[('agencies', 'Agencies'), ('routing-rules', 'Routing rules')], max_length=16)),
                ('number', models.PositiveIntegerField()),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('origin', models.CharField(choices=[('shipped', 'Came with this version'), ('file', 'A file that the settings name'), ('import', 'Drafted by a person')], max_length=8)),
                ('reason', models.TextField()),
                ('made_by', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('activated_by', models.TextField(blank=True)),
                ('activated_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition')),
            ],
        ),
        migrations.AddField(
            model_name='simulation',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='simulations', to='referral.tableedition'),
        ),
        migrations.AddField(
            model_name='jurisdiction',
            name='agencies_edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition'),
        ),
        migrations.AddField(
            model_name='jurisdiction',
            name='rules_edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.tableedition'),
        ),
        migrations.AddIndex(
            model_name='jurisdiction',
            index=models.Index(fields=['decided_at'], name='referral_jurisdiction_when'),
        ),
        migrations.AddIndex(
            model_name='simulatedchange',
            index=models.Index(fields=['simulation', 'id'], name='referral_simulatedchange_in'),
        ),
        migrations.AddIndex(
            model_name='tableedition',
            index=models.Index(condition=models.Q(('activated_at__isnull', False)), fields=['table', '-activated_at'], name='referral_tableedition_in_force'),
        ),
        migrations.AddConstraint(
            model_name='tableedition',
            constraint=models.UniqueConstraint(fields=('table', 'number'), name='referral_tableedition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='tableedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activated_at', None), ('activated_by', '')), models.Q(('activated_at__isnull', False), models.Q(('activated_by', ''), _negated=True)), _connector='OR'), name='referral_tableedition_activated_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='tableedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', '')), models.Q(('activated_at', None), ('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='referral_tableedition_withdrawn_while_draft'),
        ),
        migrations.AddConstraint(
            model_name='tableedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'import'), _negated=True), ('activated_by', ''), models.Q(models.Q(('activated_by', models.F('made_by')), _negated=True), ('activated_by__startswith', 'person:')), _connector='OR'), name='referral_tableedition_activated_by_a_second_person'),
        ),
    ]
