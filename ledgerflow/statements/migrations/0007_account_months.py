"""Row-level security of uploads; what moved on each account in a month, kept by triggers."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_closed_functions"),
        ("statements", "0006_transactions_by_day"),
    ]
    operations = [run_sql_file(__file__, "account_months.sql")]
