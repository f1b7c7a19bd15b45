"""An index of the runs under way, for the tidy of every minute; what a look-up is called."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agents", "0002_tenancy")]

    operations = [
        migrations.AlterModelOptions(name="lookup", options={"verbose_name": "look-up"}),
        migrations.AddIndex(
            model_name="agentrun",
            index=models.Index(
                condition=models.Q(("state", "running")),
                fields=["firm", "started_at"],
                name="run_under_way",
            ),
        ),
    ]
