"""Reading balances and registers through functions, which a session plans once."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_million_entries")]
    operations = [
        run_sql_file(__file__, "read_functions.sql"),
        run_sql_file(__file__, "read_register.sql"),
    ]
