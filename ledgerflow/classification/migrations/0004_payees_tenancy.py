"""Row-level security of payees, rule groups and learned models."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("classification", "0003_payees_groups_learning"),
    ]
    operations = [run_sql_file(__file__, "payees.sql")]
