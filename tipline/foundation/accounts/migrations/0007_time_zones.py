"""In which zone an organization, or one of its people, reads times."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_two_operators'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='time_zone',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='person',
            name='time_zone',
            field=models.CharField(blank=True, help_text="Empty: the organization's.", max_length=64),
        ),
    ]
