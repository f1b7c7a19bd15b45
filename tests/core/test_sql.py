"""SQL files beside migrations."""

from django.db.migrations import RunSQL

from ledgerflow.core.sql import run_sql_file


def test_a_file_is_parted_into_what_is_done_and_undone(tmp_path):
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "a.sql").write_text("SELECT 1;\n-- reverse\nSELECT 2;\n")
    (tmp_path / "sql" / "b.sql").write_text("SELECT 1;\n")
    both = run_sql_file(str(tmp_path / "0001_a.py"), "a.sql")
    assert isinstance(both, RunSQL)
    assert (both.sql.strip(), both.reverse_sql.strip()) == ("SELECT 1;", "SELECT 2;")
    assert not run_sql_file(str(tmp_path / "0001_b.py"), "b.sql").reversible
