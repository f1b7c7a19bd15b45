"""Migrations whose SQL lives in files beside them.

Here: turning `sql/<name>.sql` into an operation. Not here: any SQL. A line `-- reverse` parts
what is done from what undoes it.
"""

from pathlib import Path

from django.db.migrations import RunSQL

REVERSE_MARK = "-- reverse"


def run_sql_file(migration_file: str, name: str) -> RunSQL:
    """The operation for `sql/<name>` beside a migration's `__file__`."""
    text = (Path(migration_file).parent / "sql" / name).read_text(encoding="utf-8")
    forwards, mark, backwards = text.partition(REVERSE_MARK)
    return RunSQL(forwards, backwards if mark else None)
