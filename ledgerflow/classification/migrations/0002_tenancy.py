"""Row-level security of classification; suggestions are append-only."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("classification", "0001_initial"),
        ("core", "0001_tenancy_functions"),
        ("statements", "0002_tenancy"),
    ]
    operations = [run_sql_file(__file__, "tenancy.sql")]
