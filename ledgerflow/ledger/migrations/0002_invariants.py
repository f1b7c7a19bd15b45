"""The rules of the books, held by PostgreSQL."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("core", "0001_tenancy_functions"),
        ("firms", "0002_tenancy"),
    ]
    operations = [run_sql_file(__file__, "invariants.sql")]
