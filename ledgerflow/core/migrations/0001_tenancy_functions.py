"""The SQL functions that every tenant table and append-only table is set up with."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [run_sql_file(__file__, "tenancy.sql"), run_sql_file(__file__, "append_only.sql")]
