"""Contents that were hashed before there were turns are looked at once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0009_content_sha1")]
    operations = [
        migrations.AddField("content", "looked_again_at", models.DateTimeField(help_text="When it was hashed anew, if it came before turns.", null=True)),
        migrations.AddIndex("picturehash", models.Index(condition=models.Q(("turned", b"")), fields=["id"], name="files_picturehash_no_turns")),
    ]
