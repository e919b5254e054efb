from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "kinds_decide.sql"


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0017_taken_off")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
