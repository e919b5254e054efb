import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_languages'),
        ('casework', '0007_agency_api'),
        ('intake', '0014_lookups'),
        ('referral', '0019_network_owner'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseWord',
            fields=[
                ('pk', models.CompositePrimaryKey('agency_id', 'word', 'case_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('word', models.BigIntegerField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='casework.case')),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='is_indexed',
            field=models.BooleanField(db_default=False, default=True, help_text='Whether it is found by its words.'),
        ),
        migrations.AddField(
            model_name='work',
            name='is_indexed',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether it is found by all of its words.'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_indexed', False)), fields=['id'], name='casework_case_not_indexed'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('is_indexed', False)), fields=['referral'], name='casework_work_not_indexed'),
        ),
    ]
