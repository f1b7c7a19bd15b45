"""Row-level security of statements; lines and matches are append-only."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0001_initial"),
        ("core", "0001_tenancy_functions"),
        ("ledger", "0002_invariants"),
        ("audit", "0002_tenancy"),
    ]
    operations = [run_sql_file(__file__, "tenancy.sql")]
