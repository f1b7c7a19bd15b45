"""Row-level security of what agents leave behind; runs end once, calls are append-only."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("agents", "0001_initial"),
        ("audit", "0006_agents_asked"),
        ("core", "0001_tenancy_functions"),
        ("firms", "0004_business_model_policy"),
    ]
    operations = [run_sql_file(__file__, "tenancy.sql")]
