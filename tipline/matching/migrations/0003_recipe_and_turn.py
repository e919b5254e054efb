"""A match by PDQ says by which recipe, and how the picture was turned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_row_security")]
    operations = [
        migrations.AddField("match", "recipe", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.AddField("match", "turn", models.CharField(blank=True, default="", max_length=32), preserve_default=False),
    ]
