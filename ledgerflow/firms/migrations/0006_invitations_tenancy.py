"""Row-level security of invitations and tokens; a firm stays the demo that it is, or is not."""

from django.db import migrations

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("firms", "0005_invitations")]
    operations = [run_sql_file(__file__, "invitations.sql")]
