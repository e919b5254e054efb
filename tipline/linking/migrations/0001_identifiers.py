import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('intake', '0001_reports_and_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('scope', models.CharField(blank=True, max_length=255)),
                ('value', models.CharField(max_length=2100)),
            ],
            options={
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
    ]
