"""Members' questions are answered by the index that all processes share."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "asking.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0013_frame_matches"), ("hashlist", "0030_even_answers")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
