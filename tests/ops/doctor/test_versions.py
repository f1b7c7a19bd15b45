"""Which versions are right, old, or of another kind."""

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.doctor import versions
from ledgerflow.ops.doctor.finding import Installation


@pytest.mark.parametrize(
    ("found", "state"), [((3, 12, 9), "warning"), ((3, 12, 10), "ok"), ((3, 13, 0), "ok")]
)
def test_python_must_have_its_fixes(found, state):
    assert versions.python(found).state == state


@pytest.mark.parametrize(
    ("found", "state"), [((5, 2, 1), "warning"), ((5, 2, 19), "ok"), ((6, 0, 0), "failed")]
)
def test_django_must_be_of_its_series_with_its_fixes(found, state):
    assert versions.framework(found).state == state


@pytest.mark.parametrize(
    ("number", "state"),
    [(170010, "ok"), (170004, "ok"), (170003, "warning"), (160009, "failed"), (180000, "failed")],
)
def test_postgresql_must_be_17_with_its_fixes(number, state):
    assert versions.server(number).state == state


def test_missing_programs_are_a_failure_only_where_backups_are_scheduled(monkeypatch, settings):
    def missing(name):
        raise OutsideError(f"{name} was not found.", hint="Install it.")

    monkeypatch.setattr(versions, "program", missing)
    settings.BACKUP_SCHEDULE = False
    assert [said.state for said in versions.clients()] == ["warning"]
    settings.BACKUP_SCHEDULE = True
    assert [(said.state, said.remedy) for said in versions.clients()] == [("failed", "Install it.")]


def test_the_own_version_is_told_with_the_revision(settings):
    settings.REVISION = "abc1234"
    told = next(versions.look(Installation(None)))
    assert told.what.endswith("revision abc1234.")
