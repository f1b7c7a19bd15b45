"""Parts of files on disk: at their place, never among originals, gone when nobody needs them."""

import os
import uuid

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.statements.storage import path_of
from ledgerflow.statements.uploadparts import (
    part_load,
    part_path,
    part_remove,
    part_size,
    part_write,
    parts_untouched,
)

NAME = uuid.UUID("0c2f4a5e-6f5b-4b39-9d2f-7f1d8a4c2e10")


def test_a_part_written_again_replaces_what_an_attempt_left_behind():
    part_write(7, NAME, 0, b"first and more")
    part_write(7, NAME, 5, b", then")
    assert part_load(7, NAME) == b"first, then"
    assert part_size(7, NAME) == 11


def test_parts_are_the_owner_s_alone_and_no_originals():
    part_write(7, NAME, 0, b"secret")
    assert part_path(7, NAME).stat().st_mode & 0o077 == 0
    assert part_path(7, NAME).parent.stat().st_mode & 0o077 == 0
    assert path_of(7, NAME).parent not in part_path(7, NAME).parents


def test_what_is_not_there_has_no_size_and_cannot_be_read():
    part_remove(7, NAME)
    assert part_size(7, NAME) == 0
    with pytest.raises(OutsideError) as refusal:
        part_load(7, NAME)
    assert refusal.value.code == "part_missing"


def test_a_disk_that_refuses_says_so_and_the_upload_may_go_on(settings, tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    settings.MEDIA_ROOT = blocked
    with pytest.raises(OutsideError) as refusal:
        part_write(7, NAME, 0, b"x")
    assert refusal.value.code == "part_not_stored"
    assert "goes on" in refusal.value.hint


def test_only_parts_that_nobody_touched_are_named():
    old, young = uuid.uuid4(), uuid.uuid4()
    for name in (old, young):
        part_write(7, name, 0, b"x")
    os.utime(part_path(7, old), (1_000, 1_000))
    assert list(parts_untouched(2_000)) == [(7, old)]
