"""Row-level security of questions, notes and papers; what was said and received stays."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0007_questions_and_papers"),
        ("statements", "0007_account_months"),
    ]
    operations = [run_sql_file(__file__, "questions_and_papers.sql")]
