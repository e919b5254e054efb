"""Withdrawals of legal bases, concerns about who sees much, and buddies."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "concerns.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_two_operators'),
        ('files', '0010_looked_again'),
        ('viewing', '0003_exposure'),
    ]

    operations = [
        migrations.CreateModel(
            name='BasisWithdrawal',
            fields=[
                ('basis', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='withdrawal', serialize=False, to='viewing.filebasis')),
                ('reason', models.TextField()),
                ('withdrawn_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('many-previews', 'many-previews'), ('load', 'load'), ('grave', 'grave'), ('asked', 'asked')], max_length=16)),
                ('number', models.PositiveIntegerField()),
                ('raised_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='preference',
            name='buddy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='basis',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='viewing.filebasis'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('variant', 'veiled')), fields=['person', 'issued_at'], name='viewing_ticket_veiled'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(('buddy', None), models.Q(('buddy', models.F('person')), _negated=True), _connector='OR'), name='viewing_preference_buddy_is_another'),
        ),
        migrations.AddField(
            model_name='basiswithdrawal',
            name='withdrawn_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.person'),
        ),
        migrations.AddField(
            model_name='concern',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person'),
        ),
        migrations.AddField(
            model_name='concern',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person'),
        ),
        migrations.AddConstraint(
            model_name='basiswithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='viewing_basiswithdrawal_has_reason'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['person', 'raised_at'], name='viewing_concern_person'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('person', 'kind'), name='viewing_concern_open_once'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='viewing_concern_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('person')), _negated=True), _connector='OR'), name='viewing_concern_answered_by_another'),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
