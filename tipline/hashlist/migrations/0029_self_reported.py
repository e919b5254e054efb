"""Items on the word of the person shown, on unverified lists alone."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "self_reported.sql"
BASES = ["three-reviews", "partner-import", "own-import", "member", "self-reported", "canary"]


class Migration(migrations.Migration):

    dependencies = [("hashlist", "0028_hourly_buckets")]

    operations = [
        migrations.RemoveConstraint("hashitem", "hashlist_item_basis_known"),
        migrations.AlterField(
            "hashitem",
            "basis",
            models.CharField(
                max_length=16,
                choices=[
                    ("three-reviews", "Three people of the clearinghouse agreed"),
                    ("partner-import", "A partner's list says so"),
                    ("own-import", "The operator's own list, reviewed elsewhere"),
                    ("member", "A member of the list says so"),
                    ("self-reported", "The person shown says so; nobody has looked"),
                    ("canary", "Invented, to recognise a leaked copy of the list"),
                ],
            ),
        ),
        migrations.AddConstraint(
            "hashitem",
            models.CheckConstraint(
                condition=models.Q(basis__in=BASES), name="hashlist_item_basis_known"
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
