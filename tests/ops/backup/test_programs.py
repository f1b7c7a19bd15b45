"""PostgreSQL's programs are found in version 17, or what was seen is said."""

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.backup import programs


@pytest.fixture(autouse=True)
def _fresh():
    programs.program.cache_clear()
    yield
    programs.program.cache_clear()


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
def test_the_programs_are_of_version_17(name):
    assert programs.program(name).version.startswith("17.")


def test_another_version_is_named_and_not_used(monkeypatch, tmp_path):
    other = tmp_path / "pg_dump"
    other.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.3'\n")
    other.chmod(0o755)
    monkeypatch.setattr(programs, "_candidates", lambda name: [other])
    with pytest.raises(OutsideError, match=r"says 'pg_dump \(PostgreSQL\) 15\.3'") as caught:
        programs.program("pg_dump")
    assert caught.value.code == "backup_programs"
