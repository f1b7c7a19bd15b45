"""Originals on disk: whole, or not at all; never taken for what they are not."""

import hashlib
import os
import uuid

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.statements.storage import (
    original_load,
    original_name,
    original_store,
    path_of,
)

DATA = b"Date,Description,Amount\n"
DIGEST = hashlib.sha256(DATA).hexdigest()
NAME = original_name(3, DIGEST)


def store():
    original_store(7, NAME, DATA)
    return NAME


def test_what_is_stored_is_loaded_again():
    assert original_load(7, store(), DIGEST) == DATA


def test_the_same_bytes_of_a_business_have_one_place_and_others_another():
    assert original_name(3, DIGEST) == NAME
    assert original_name(4, DIGEST) != NAME
    assert original_name(3, "0" * 64) != NAME


def test_what_a_killed_import_left_is_taken_over(settings):
    path = path_of(7, store())
    path.with_suffix(".partial").write_bytes(DATA[:5])
    assert original_load(7, store(), DIGEST) == DATA
    assert list(path.parent.iterdir()) == [path]


def test_a_firms_originals_lie_in_a_folder_of_their_own_that_others_cannot_enter():
    path = path_of(7, store())
    assert path.parent.name == "7"
    assert path.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(OutsideError):
        original_load(8, uuid.UUID(path.name), DIGEST)


def test_an_original_that_is_gone_is_a_clear_fault():
    with pytest.raises(OutsideError, match="No such file") as caught:
        original_load(7, uuid.uuid4(), DIGEST)
    assert caught.value.code == "original_missing"


def test_an_original_that_changed_is_not_read():
    stored_as = store()
    path_of(7, stored_as).write_bytes(DATA + b"one more row")
    with pytest.raises(OutsideError, match="SHA-256 differs") as caught:
        original_load(7, stored_as, DIGEST)
    assert caught.value.code == "original_changed"


def test_a_full_disk_leaves_nothing_behind(monkeypatch, settings):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutsideError, match="No space left on device") as caught:
        store()
    assert caught.value.code == "original_not_stored"
    assert list((settings.MEDIA_ROOT / "statements" / "7").iterdir()) == []


def test_a_media_folder_that_is_a_file_is_a_clear_fault(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way")
    with pytest.raises(OutsideError, match="Not a directory"):
        store()
