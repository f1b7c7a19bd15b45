"""Row-level security of tax mappings."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("tax", "0001_initial"),
        ("core", "0001_tenancy_functions"),
        ("ledger", "0002_invariants"),
    ]
    operations = [run_sql_file(__file__, "tenancy.sql")]
