"""Functions that run as the owner: for the application's role alone."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("classification", "0005_suggestion_evidence")]
    operations = [run_sql_file(__file__, "closed_functions.sql")]
