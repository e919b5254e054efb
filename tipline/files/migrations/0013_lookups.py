"""A file is found by its id or its report alone, and keeps no index that nobody asks."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0012_holders_in_order"),
        ("intake", "0014_lookups"),
    ]
    operations = [
        migrations.RunSQL((SQL / "receiving.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "finishing.sql").read_text(encoding="utf-8")),
        migrations.AlterField(
            model_name="reportedfile",
            name="file_id",
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name="reportedfile",
            name="platform",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.organization",
            ),
        ),
        migrations.AlterField(
            model_name="reportedfile",
            name="report",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="intake.report",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfile",
            constraint=models.UniqueConstraint(
                fields=("file_id",), name="files_reportedfile_file_id_once"
            ),
        ),
    ]
