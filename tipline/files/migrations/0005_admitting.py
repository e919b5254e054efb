"""The requests about files hold the caller to their credential, each in its own call."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0004_finishing"), ("intake", "0005_admitting")]
    operations = [
        migrations.RunSQL((SQL / "receiving.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "finishing.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS files_sent_report(bigint, boolean, bigint)"
        ),
    ]
