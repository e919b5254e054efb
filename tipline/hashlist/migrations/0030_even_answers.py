"""A question that finds nothing takes as much work as one that does."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "even_answers.sql"


class Migration(migrations.Migration):
    dependencies = [("hashlist", "0029_self_reported")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
