"""A match by frames says how much of each video is in the other, and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_sweeps")]
    operations = [
        migrations.AddField("match", "file_percent", models.FloatField(null=True)),
        migrations.AddField("match", "item_percent", models.FloatField(null=True)),
        migrations.AddField("match", "intervals", models.JSONField(null=True)),
    ]
