"""Room, rights, and backups that lie apart."""

import pytest

from ledgerflow.ops.disk import Space
from ledgerflow.ops.doctor import disks
from ledgerflow.ops.doctor.finding import Installation


@pytest.mark.parametrize(
    ("room", "state"),
    [
        (Space(0.5, 90_000), "ok"),
        (Space(0.14, 90_000), "warning"),
        (Space(0.5, 900), "warning"),
        (Space(0.04, 90_000), "failed"),
        (Space(0.5, 100), "failed"),
    ],
)
def test_room_is_told_before_it_ends(tmp_path, monkeypatch, room, state):
    monkeypatch.setattr(disks, "space", lambda folder: room)
    said = disks.folder_state("originals", tmp_path)
    assert said.state == state
    assert ("LEDGERFLOW_MEDIA_DIR" in said.remedy) is (state != "ok")


def test_a_folder_that_cannot_be_written_to_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(disks.os, "access", lambda path, mode: False)
    said = disks.folder_state("backups", tmp_path)
    assert (said.state, "cannot be written to" in said.what) == ("failed", True)
    assert "LEDGERFLOW_BACKUP_DIR" in said.remedy


def test_a_file_in_a_folder_s_place_is_a_failure(tmp_path):
    (tmp_path / "media").write_text("")
    assert disks.folder_state("originals", tmp_path / "media").state == "failed"


def test_backups_on_the_same_disk_are_pointed_out(tmp_path):
    said = list(disks.apart(tmp_path / "backups", {"originals": tmp_path / "media"}))
    assert [one.state for one in said] == ["warning"]
    assert "on the disk of the originals" in said[0].what


def test_backups_on_a_disk_of_their_own_are_fine(tmp_path):
    assert [s.state for s in disks.apart(tmp_path, {})] == ["ok"]


def test_a_backup_folder_matters_where_backups_are_made(settings, tmp_path):
    settings.DATABASE_IS_EMBEDDED, settings.MEDIA_ROOT = False, tmp_path
    settings.BACKUP_DIR, settings.BACKUP_SCHEDULE = tmp_path / "backups", False
    assert len(list(disks.look(Installation(None)))) == 1
    settings.BACKUP_SCHEDULE = True
    assert len(list(disks.look(Installation(None)))) == 2
