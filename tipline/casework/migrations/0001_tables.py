"""Cases, work, notes, handovers, words and figures."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("casework", "0001_cases_and_work"),
        ("casework", "0002_row_security"),
        ("casework", "0003_handovers"),
        ("casework", "0004_handovers_row_security"),
        ("casework", "0005_case_hints"),
        ("casework", "0006_case_hints_row_security"),
        ("casework", "0007_agency_api"),
        ("casework", "0008_words_of_everything"),
        ("casework", "0009_words_of_everything_security"),
        ("casework", "0010_month_figures"),
        ("casework", "0011_month_figures_security"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("intake", "0001_tables"),
        ("referral", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('number', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=200)),
                    ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=6)),
                    ('due_on', models.DateField(null=True)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.TextField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('is_watched', models.BooleanField(default=False, help_text='Its officers are told of new reports that match.')),
                    ('ended_at', models.DateTimeField(help_text='Since when it is with another agency, or given back.', null=True)),
                    ('is_indexed', models.BooleanField(db_default=False, default=True, help_text='Whether it is found by its words.')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='referral.agency')),
                    ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'state', '-id'], name='casework_case_list'), models.Index(condition=models.Q(('is_indexed', False)), fields=['id'], name='casework_case_not_indexed')],
                    'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='casework_case_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed')), _connector='OR'), name='casework_case_closed_has_time')],
                },
            ),
            migrations.CreateModel(
                name='CaseHint',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kinds', models.CharField(max_length=200)),
                    ('noticed_at', models.DateTimeField()),
                    ('mailed_at', models.DateTimeField(null=True)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('seen_by', models.TextField(blank=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hints', to='casework.case')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='referral.referral')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'referral'), name='casework_casehint_once')],
                },
            ),
            migrations.CreateModel(
                name='CaseMember',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='casework.case')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='casework_casemember_once')],
                },
            ),
            migrations.CreateModel(
                name='CaseWord',
                fields=[
                    ('pk', models.CompositePrimaryKey('agency_id', 'word', 'case_id', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('word', models.BigIntegerField()),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.case')),
                ],
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('hand-on', 'hand-on'), ('share', 'share')], max_length=7)),
                    ('state', models.CharField(choices=[('offered', 'offered'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('returned', 'returned'), ('lapsed', 'lapsed')], default='offered', max_length=9)),
                    ('case_title', models.CharField(blank=True, max_length=200)),
                    ('reason', models.TextField()),
                    ('offered_by', models.TextField()),
                    ('offered_at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='casework.case')),
                    ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='referral.agency')),
                    ('received_case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_by', to='casework.case')),
                    ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='referral.agency')),
                ],
                options={
                    'indexes': [models.Index(fields=['receiver', 'state', '-id'], name='casework_handover_received'), models.Index(fields=['giver', '-id'], name='casework_handover_given')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='casework_handover_between_two'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='casework_handover_answered_has_time')],
                },
            ),
            migrations.CreateModel(
                name='LateChange',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('month', models.DateField(help_text='Its first day.')),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'month'], name='casework_latechange_of')],
                },
            ),
            migrations.CreateModel(
                name='LogEntry',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('opened', 'Opened the case'), ('described', 'Changed the case'), ('state', 'Set the state'), ('assigned', 'Assigned'), ('due', 'Set the due date'), ('gathered', 'Put into the case'), ('taken-out', 'Taken out of the case'), ('acknowledged', 'Acknowledged'), ('noted', 'Wrote a note'), ('task', 'Added a task'), ('task-done', 'Finished a task'), ('offered', 'Offered to another agency')], max_length=12)),
                    ('detail', models.CharField(blank=True, max_length=80)),
                    ('actor', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='log', to='casework.case')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='referral.referral')),
                ],
            ),
            migrations.CreateModel(
                name='MonthFigures',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('month', models.DateField(help_text='Its first day.')),
                    ('level', models.CharField(max_length=1)),
                    ('incident_type', models.TextField()),
                    ('assignee_id', models.BigIntegerField(null=True)),
                    ('received', models.IntegerField()),
                    ('acknowledged', models.BinaryField()),
                    ('closed', models.BinaryField()),
                    ('due', models.BinaryField()),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'month'], name='casework_monthfigures_of')],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('program', models.CharField(blank=True, db_default='', max_length=100)),
                    ('is_private', models.BooleanField()),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='casework.case')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='referral.referral')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('referral', None)), models.Q(('case', None), ('referral__isnull', False)), _connector='OR'), name='casework_note_about_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='Passage',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('level', models.CharField(max_length=1)),
                    ('incident_type', models.TextField()),
                    ('lapsed_at', models.DateTimeField(null=True)),
                    ('ground', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='onward', to='casework.passage')),
                    ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='casework.handover')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='intake.report')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('handover', 'report'), name='casework_passage_once')],
                },
            ),
            migrations.CreateModel(
                name='QueueView',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(blank=True, max_length=60)),
                    ('query', models.CharField(blank=True, max_length=500)),
                    ('columns', models.CharField(blank=True, max_length=300)),
                    ('is_shared', models.BooleanField(default=False)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='casework_queueview_name_once'), models.CheckConstraint(condition=models.Q(('is_shared', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='casework_queueview_columns_are_own')],
                },
            ),
            migrations.CreateModel(
                name='SearchWord',
                fields=[
                    ('pk', models.CompositePrimaryKey('agency_id', 'word', 'referral_id', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('word', models.BigIntegerField()),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='referral.referral')),
                ],
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('title', models.CharField(max_length=200)),
                    ('due_on', models.DateField(null=True)),
                    ('made_by', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', models.TextField(blank=True)),
                    ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='casework.case')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', '')), models.Q(('done_at__isnull', False), models.Q(('done_by', ''), _negated=True)), _connector='OR'), name='casework_task_done_has_person')],
                },
            ),
            migrations.CreateModel(
                name='Work',
                fields=[
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='work', serialize=False, to='referral.referral')),
                    ('level', models.CharField(max_length=1)),
                    ('designation', models.CharField(blank=True, max_length=13)),
                    ('incident_type', models.TextField()),
                    ('received_at', models.DateTimeField()),
                    ('made_available_at', models.DateTimeField()),
                    ('first_opened_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('is_set_apart', models.BooleanField(default=False)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('state', models.CharField(choices=[('new', 'New'), ('triaged', 'Triaged'), ('in-work', 'In work'), ('waiting', 'Waiting'), ('closed', 'Closed')], db_default='new', default='new', max_length=8)),
                    ('due_on', models.DateField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.TextField(blank=True, db_default='')),
                    ('version', models.PositiveIntegerField(db_default=1, default=1)),
                    ('is_indexed', models.BooleanField(db_default=False, default=False, help_text='Whether it is found by all of its words.')),
                    ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                    ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='casework.case')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='intake.report')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False), ('closed_at', None)), fields=['agency', 'level', '-referral'], name='casework_work_open'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', 'level', '-referral'], name='casework_work_all'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False), ('first_opened_at', None)), fields=['agency', 'level', '-referral'], name='casework_work_unopened'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', 'state', 'level', '-referral'], name='casework_work_state'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False), ('closed_at', None)), fields=['agency', 'assignee', 'level', '-referral'], name='casework_work_assignee'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', 'incident_type', 'level', '-referral'], name='casework_work_incident'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False), ('closed_at', None), ('due_on__isnull', False)), fields=['agency', 'due_on', 'referral'], name='casework_work_due'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', '-referral'], name='casework_work_newest'), models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', 'made_available_at'], name='casework_work_month'), models.Index(condition=models.Q(('is_indexed', False)), fields=['referral'], name='casework_work_not_indexed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['new', 'triaged', 'in-work', 'waiting', 'closed'])), name='casework_work_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='casework_work_closed_has_time')],
                },
            ),
        ]),
    ]
