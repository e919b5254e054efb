"""Somebody who reads very many reports is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('viewing', '0005_list_looks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='concern',
            name='kind',
            field=models.CharField(choices=[('many-previews', 'many-previews'), ('many-reports', 'many-reports'), ('load', 'load'), ('grave', 'grave'), ('asked', 'asked')], max_length=16),
        ),
    ]
