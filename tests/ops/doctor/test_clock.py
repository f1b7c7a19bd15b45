"""Clocks and time zones of this machine, the disk and the database."""

import os
import zoneinfo

import pytest
from django.db import connection

from ledgerflow.ops.backup.target import configured_target
from ledgerflow.ops.doctor import clock
from ledgerflow.ops.doctor.finding import Installation


def test_everything_here_agrees(db):
    said = list(clock.look(Installation(configured_target())))
    assert [one.state for one in said] == ["ok"] * 3
    assert "agree about Europe/Berlin" in said[2].what


@pytest.mark.parametrize(
    ("seconds", "state", "words"),
    [
        (1.9, "ok", "agrees"),
        (-3.0, "warning", "3 seconds behind"),
        (3.0, "warning", "3 seconds ahead of"),
        (31.0, "failed", "31 seconds ahead of"),
        (-86400.0, "failed", "86,400 seconds behind"),
    ],
)
def test_a_clock_that_is_wrong_is_told_by_how_much(seconds, state, words):
    said = clock.difference("the database", seconds)
    assert said.state == state
    assert words in said.what


def test_the_disk_s_time_is_that_of_a_new_file(tmp_path, monkeypatch):
    assert abs(clock.disk_difference(tmp_path)) < 2
    real = clock.time.time
    monkeypatch.setattr(clock.time, "time", lambda: real() - 100)
    assert clock.disk_difference(tmp_path) == pytest.approx(100, abs=2)
    assert list(os.scandir(tmp_path)) == []


def test_the_database_s_time_is_told_without_the_time_of_asking(db, monkeypatch):
    real = clock.time.time
    with connection.cursor() as cursor:
        assert abs(clock.database_difference(cursor)) < 1
        monkeypatch.setattr(clock.time, "time", lambda: real() + 50)
        assert clock.database_difference(cursor) == pytest.approx(-50, abs=1)


@pytest.mark.parametrize(
    ("own", "theirs", "states"),
    [
        ([3600, 7200], [3600, 7200], ["ok"]),
        ([3600, 7200], [3600, 3600], ["failed"]),
        ([3600, 7200], None, ["failed"]),
        (None, [3600, 7200], []),
    ],
)
def test_both_must_know_the_zone_and_agree(own, theirs, states):
    assert [one.state for one in clock.zones(own, theirs)] == states


def test_a_machine_without_time_zones_is_a_failure(db, monkeypatch):
    def unknown(_name):
        raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(clock, "ZoneInfo", unknown)
    said = list(clock.look(Installation(None)))
    assert (said[1].state, said[1].remedy) == ("failed", "Install the package tzdata.")


def test_the_database_s_offsets_are_those_of_winter_and_summer(db):
    with connection.cursor() as cursor:
        assert clock.database_offsets(cursor) == [3600, 7200] == clock.own_offsets()
