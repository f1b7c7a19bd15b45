"""When a disk counts as full, and which disks matter."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from ledgerflow.ops.disk import Space, nearest, needed_folders, space

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("share", "megabytes", "low"),
    [(0.5, 10_000, False), (0.05, 200, False), (0.04, 90_000, True), (0.5, 199, True)],
)
def test_room_is_short_by_share_or_by_amount(share, megabytes, low):
    assert Space(share, megabytes).is_low is low


def test_the_room_is_what_this_user_may_still_write(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1_000_000_000, 0, 250_000_000))
    assert space(tmp_path) == Space(0.25, 250)


def test_a_folder_that_is_not_made_yet_is_judged_by_the_one_above(tmp_path):
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert space(tmp_path / "a" / "b").megabytes > 0


def test_the_state_folder_matters_only_where_the_database_lies_in_it(settings):
    settings.MEDIA_ROOT, settings.STATE_DIR = Path("/media"), Path("/state")
    settings.DATABASE_IS_EMBEDDED = False
    assert needed_folders() == {"originals": Path("/media")}
    settings.DATABASE_IS_EMBEDDED = True
    assert needed_folders() == {"originals": Path("/media"), "database": Path("/state")}
