"""Differences are said table by table."""

from dataclasses import replace

from ledgerflow.ops.backup.comparing import differences
from ledgerflow.ops.backup.manifest import Digests, TableDigest

MADE = Digests({"a": TableDigest(2, "5"), "b": TableDigest(0, "0")}, {"s": 7}, "t", "c")


def changed(**tables):
    return replace(MADE, tables={**MADE.tables, **tables})


def test_equal_is_silent():
    assert differences(MADE, replace(MADE)) == []


def test_each_difference_is_named():
    assert differences(MADE, changed(a=TableDigest(1, "5"))) == ["Table a has 1 rows, not 2."]
    same_rows = differences(MADE, changed(a=TableDigest(2, "6")))
    assert same_rows == ["Table a has the same number of rows, 2, and other content."]
    new = differences(MADE, changed(c=TableDigest(0, "0")))
    assert new == ["Table c was not there when the backup was made."]
    assert differences(changed(c=TableDigest(0, "0")), MADE) == ["Table c is missing."]
    assert len(differences(MADE, replace(MADE, trial_balance="u", audit_chain="d"))) == 2


def test_a_sequence_must_lie_where_it_stood_while_the_dump_was_made():
    went_on = replace(MADE, sequences_after={"s": 9})
    for value, faults in ((6, 1), (7, 0), (9, 0), (10, 1)):
        assert len(differences(went_on, replace(MADE, sequences={"s": value}))) == faults
    assert len(differences(MADE, replace(MADE, sequences={"s": 8}))) == 1
    assert differences(MADE, replace(MADE, sequences={})) == ["Sequence s is missing."]


def test_nothing_compared_is_not_equal():
    nothing = Digests({}, {}, "t", "c")
    assert differences(nothing, nothing) == ["No table was digested when the backup was made."]
