"""A report is found by its id alone, and its rows keep no index that nobody asks."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_web_form_row_security")]
    operations = [
        migrations.RunSQL((SQL / "receiving.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "finishing.sql").read_text(encoding="utf-8")),
        migrations.AlterField(
            model_name="report",
            name="platform",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.organization",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="platform",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.organization",
            ),
        ),
    ]
