"""Sealing: what a firm posted and recorded, hashed in ranges that nothing can come into."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_seals"),
        ("ledger", "0004_read_functions"),
    ]
    operations = [run_sql_file(__file__, "seals.sql")]
