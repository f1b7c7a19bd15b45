"""Triggers that keep which transactions wait, and the rows of those that wait now."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("review", "0005_waiting_transactions")]
    operations = [run_sql_file(__file__, "waiting.sql")]
