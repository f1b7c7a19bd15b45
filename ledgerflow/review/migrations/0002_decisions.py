"""Row-level security of decisions; one live decision per transaction."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("core", "0001_tenancy_functions"),
        ("classification", "0002_tenancy"),
    ]
    operations = [run_sql_file(__file__, "decisions.sql")]
