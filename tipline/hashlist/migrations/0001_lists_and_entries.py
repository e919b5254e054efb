import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("accounts", "0001_keys")]

    operations = [
        migrations.CreateModel(
            name='HashList',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('meaning', models.CharField(help_text='What a match with this list says about a file.', max_length=200)),
                ('is_viral', models.BooleanField(default=False, help_text='Often-seen material, shared without malice.')),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HashEntry',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('algorithm', models.CharField(max_length=32)),
                ('value', models.CharField(max_length=512)),
                ('classification', models.CharField(blank=True, max_length=100)),
                ('added_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('hash_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='hashlist.hashlist')),
            ],
            options={
                'indexes': [models.Index(fields=['algorithm', 'value'], name='hashlist_hashentry_value')],
                'constraints': [models.UniqueConstraint(fields=('hash_list', 'algorithm', 'value'), name='hashlist_hashentry_once_per_list')],
            },
        ),
    ]
