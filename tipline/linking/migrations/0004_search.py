import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('linking', '0003_clusters'),
    ]

    operations = [
        migrations.AddField(
            model_name='identifier',
            name='digest',
            field=models.BinaryField(help_text='What agencies may ask by instead of the value.', null=True),
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=django.contrib.postgres.indexes.HashIndex(fields=['value'], name='linking_identifier_value'),
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=django.contrib.postgres.indexes.HashIndex(fields=['digest'], name='linking_identifier_digest'),
        ),
    ]
