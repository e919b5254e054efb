"""Contents that are here already are asked about once: do their reports name them?"""

from django.db import migrations, models

WHY = "False: from before it linked reports; they are linked behind."


class Migration(migrations.Migration):
    dependencies = [("matching", "0014_asking")]
    operations = [
        migrations.AddField(
            model_name="circulation",
            name="is_linked",
            field=models.BooleanField(default=False, help_text=WHY),
        ),
        migrations.AlterField(
            model_name="circulation",
            name="is_linked",
            field=models.BooleanField(default=True, help_text=WHY),
        ),
        migrations.AddIndex(
            model_name="circulation",
            index=models.Index(
                condition=models.Q(is_linked=False),
                fields=["content"],
                name="matching_circulation_unlinked",
            ),
        ),
    ]
