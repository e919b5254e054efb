"""Past files are found by each of their digests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0008_video_numbers")]
    operations = [
        migrations.AddIndex("content", models.Index(fields=["sha1"], name="files_content_sha1")),
    ]
