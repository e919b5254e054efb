"""Nothing of the public reaches an agency without a release, whoever writes the row."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "release.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0007_release"), ("intake", "0011_calls_row_security")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
