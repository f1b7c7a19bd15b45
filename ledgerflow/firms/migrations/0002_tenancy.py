"""Row-level security of firms, and the one function that lists firms."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("firms", "0001_initial"), ("core", "0001_tenancy_functions")]
    operations = [run_sql_file(__file__, "tenancy.sql")]
