"""What ran of each step."""

import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("jobs", "0001_step_runs"),
        ("jobs", "0002_row_security"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        migrations.CreateModel(
            name='StepRun',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.BigIntegerField()),
                ('step', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('done', 'Done'), ('retrying', 'Failed, will be tried again'), ('failed', 'Failed, a person must look')], max_length=8)),
                ('attempts', models.PositiveSmallIntegerField()),
                ('error_code', models.CharField(blank=True, max_length=100)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['updated_at'], name='jobs_steprun_troubled')],
                'constraints': [models.UniqueConstraint(fields=('subject_id', 'step'), name='jobs_steprun_once'), models.CheckConstraint(condition=models.Q(('state__in', ['done', 'retrying', 'failed'])), name='jobs_steprun_state_known')],
            },
        ),
    ]
