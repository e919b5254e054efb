"""What an agency finds: more than documents, and in scripts without spaces, too."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "search.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_words_of_everything"),
        ("files", "0011_supplements"),
        ("intake", "0009_supplements"),
        ("referral", "0015_ended"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
