"""A match of videos says whether one is the other in a mirror."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_listed_videos")]
    operations = [
        migrations.AddField("videomatch", "turn", models.CharField(blank=True, default="", max_length=32), preserve_default=False),
    ]
