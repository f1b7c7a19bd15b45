"""Row-level security of a split's parts; together they are the whole amount."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0003_splits_and_exclusions"),
    ]
    operations = [run_sql_file(__file__, "decision_parts.sql")]
