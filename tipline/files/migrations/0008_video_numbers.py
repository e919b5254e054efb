"""Videos are numbered, so that an index can name each of their frames in 64 bits."""

from django.db import migrations, models

import tipline.foundation.keys


class Migration(migrations.Migration):
    dependencies = [("files", "0007_video_hashes")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE files_videohash_number"),
        migrations.AddField("videohash", "number", models.BigIntegerField(db_default=tipline.foundation.keys.NextOf("files_videohash_number"), editable=False, unique=True)),
    ]
