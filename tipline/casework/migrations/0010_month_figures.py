import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_languages'),
        ('casework', '0009_words_of_everything_security'),
        ('intake', '0014_lookups'),
        ('referral', '0019_network_owner'),
    ]

    operations = [
        migrations.CreateModel(
            name='LateChange',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(help_text='Its first day.')),
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
            ],
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('ended_at', None), ('is_set_apart', False)), fields=['agency', 'made_available_at'], name='casework_work_month'),
        ),
        migrations.AddField(
            model_name='latechange',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency'),
        ),
        migrations.AddField(
            model_name='monthfigures',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referral.agency'),
        ),
        migrations.AddIndex(
            model_name='latechange',
            index=models.Index(fields=['agency', 'month'], name='casework_latechange_of'),
        ),
        migrations.AddIndex(
            model_name='monthfigures',
            index=models.Index(fields=['agency', 'month'], name='casework_monthfigures_of'),
        ),
    ]
