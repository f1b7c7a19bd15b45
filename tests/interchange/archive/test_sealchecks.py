"""Seals in an archive find what every other hash could be made to fit."""

import pytest

from ledgerflow.interchange.archive.verify import archive_verify
from tests.interchange.archive.tampered import Apart, members_of


@pytest.fixture
def sealed(archive):
    """An archive whose entries and events are sealed in two seals."""
    apart = Apart(members_of(archive))
    apart.seal(parts=2)
    return apart


def said(apart, path):
    """All faults as one text, after every hash of the manifest was made to fit."""
    apart.write(path)
    return " | ".join(f"{f.member} {f.place}: {f.message}" for f in archive_verify(path).faults)


def events(apart):
    """The audit's events."""
    return [row for row in apart.audit if row["record"] == "event"]


def test_what_was_sealed_and_not_changed_holds(sealed, archive):
    assert said(sealed, archive) == ""
    verdict = archive_verify(archive)
    assert (verdict.counts["seal"], verdict.notes) == (2, ())
    assert verdict.last_seal == sealed.seals[-1]["hash"]


def test_what_came_after_the_last_seal_is_said_to_be_unsealed(sealed, archive):
    sealed.seal(parts=2)
    del sealed.seals[1]
    sealed.manifest_set(counts=sealed.manifest["counts"] | {"seal": 1})
    assert said(sealed, archive) == ""
    assert "not sealed yet" in archive_verify(archive).notes[0]


def test_an_entry_posted_by_another_is_found(sealed, archive):
    sealed.entries[0]["posted_by_id"] = 99
    assert "entry 1: is not what was sealed" in said(sealed, archive)


@pytest.mark.parametrize(
    ("name", "value"),
    [("posted_at", "2020-01-01T00:00:00+00:00"), ("key", "other"), ("batch_id", 77)],
)
def test_what_is_no_arithmetic_of_an_entry_is_sealed_too(sealed, archive, name, value):
    sealed.entries[1][name] = value
    assert "entry 2: is not what was sealed" in said(sealed, archive)


@pytest.mark.parametrize(
    ("name", "value"),
    [("reason", "none"), ("actor", "system"), ("user_id", None), ("detail", "{}"), ("action", "x")],
)
def test_a_changed_event_is_found(sealed, archive, name, value):
    row = events(sealed)[2]
    assert row[name] != value
    row[name] = value
    assert f"event {row['id']}: is not what was sealed" in said(sealed, archive)


def test_an_event_written_in_later_is_found(sealed, archive):
    row = events(sealed)[1]
    row["id"] = 0
    assert "came in after its seal was made" in said(sealed, archive)


def test_a_seal_left_out_is_found(sealed, archive):
    sealed.seal(parts=3)
    del sealed.seals[1]
    assert "seal 3 comes where seal 2 belongs" in said(sealed, archive)


@pytest.mark.parametrize(
    "name", ["entries_upto", "event_count", "sealed_at", "contents", "entries"]
)
def test_a_changed_seal_is_found(sealed, archive, name):
    other = {
        "entries_upto": 10**6,
        "event_count": 1,
        "sealed_at": "2020-01-01T00:00:00+00:00",
        "contents": "00" * 32,
        "entries": "",
    }
    sealed.seals[0][name] = other[name]
    assert "seal 1 was changed" in said(sealed, archive)


@pytest.mark.parametrize(
    ("name", "value"), [("hash", "00"), ("previous", "xy"), ("events", "%%"), ("sequence", "1")]
)
def test_a_seal_of_another_shape_is_named_by_its_row(sealed, archive, name, value):
    sealed.seals[1][name] = value
    assert "seals.jsonl row 2: " in said(sealed, archive)
