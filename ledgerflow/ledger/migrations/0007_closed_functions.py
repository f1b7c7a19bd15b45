"""Functions that run as the owner: for the application's role alone."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_rates")]
    operations = [run_sql_file(__file__, "closed_functions.sql")]
