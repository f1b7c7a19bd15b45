"""A rehearsal restores, compares, asks the books' rules, and is written down."""

import json

import pytest

from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.ops.backup import drill as module
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.drill import LOG, backup_drill
from tests.ops.backup.beside import contents, databases, leave


@pytest.fixture
def entry(live, two_books):
    made = backup_create(kind="database")
    leave()
    return made


def lines(shelf):
    return [json.loads(line) for line in (shelf / LOG).read_text().splitlines()]


def test_a_drill_times_each_step_and_touches_nothing(live, entry, shelf):
    before = contents(live)
    report = backup_drill()
    assert (report.stem, report.businesses, report.faults) == (entry.stem, 2, ())
    assert list(report.seconds) == ["read", "restore", "compare", "rules"]
    assert report.rules > 20
    assert contents(live) == before
    assert databases(live) == [live.database]
    (line,) = lines(shelf)
    assert (line["stem"], line["total_seconds"]) == (entry.stem, report.total_seconds)


def test_the_newest_verified_one_is_taken_and_one_there_must_be(live, entry, shelf):
    backup_create(kind="database", verify=False)
    assert backup_drill().stem == entry.stem
    with pytest.raises(InputError, match=r"No backup in .* is verified") as caught:
        backup_drill(folder=shelf.parent / "none")
    assert caught.value.code == "backup_unknown"


def test_a_drill_that_fails_is_written_down_too(live, entry, shelf):
    dump = entry.path_of(entry.manifest.dump)
    dump.write_bytes(dump.read_bytes()[:-1] + b"!")
    with pytest.raises(InputError, match="is not valid"):
        backup_drill(entry)
    (line,) = lines(shelf)
    assert "is not valid" in line["faults"][0]
    assert databases(live) == [live.database]


def test_books_that_break_a_rule_fail_the_drill_with_every_fault(live, entry, monkeypatch):
    nonsense = module.books.RULES[0].__class__(
        name="invented",
        rule="Nothing is ever posted",
        unit="entries",
        count="SELECT 1",
        broken='SELECT number FROM "ledger_journalentry" WHERE business_id = %(business)s',
    )
    monkeypatch.setattr(module.books, "RULES", (nonsense,))
    with pytest.raises(RuleError, match="Nothing is ever posted") as caught:
        backup_drill()
    assert (caught.value.code, len(caught.value.extra["faults"])) == ("drill_failed", 3)


def test_walls_and_triggers_must_have_come_back(live, entry, monkeypatch):
    monkeypatch.setattr(module, "TRIGGERS", module.TRIGGERS | {("firms_firm", "invented")})
    with pytest.raises(RuleError, match="the trigger invented is gone"):
        backup_drill()


def test_rules_of_a_newer_schema_are_not_asked_of_an_older_one(live, entry, monkeypatch):
    monkeypatch.setattr(module, "missing_migrations", lambda manifest: ("ledger.0099_new",))
    report = backup_drill()
    assert (report.businesses, report.rules) == (0, 0)
