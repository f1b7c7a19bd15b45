"""A manifest is read back as it was written, or refused with its name."""

import json

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ops.backup.manifest import Manifest
from tests.ops.backup.shelves import put_backup


def text_in(tmp_path):
    stem = put_backup(tmp_path, "20250101T000000Z")
    return (tmp_path / f"{stem}.manifest.json").read_text(encoding="utf-8")


def test_what_is_written_is_read_back(tmp_path):
    text = text_in(tmp_path)
    assert Manifest.from_json(text, "m").to_json() == text


@pytest.mark.parametrize(
    "change", [{"format": 99}, {"extra": 1}, {"dump": None}, {"digests": {"tables": {}}}]
)
def test_another_shape_is_refused_by_name(tmp_path, change):
    text = json.dumps(json.loads(text_in(tmp_path)) | change)
    with pytest.raises(InputError, match=r"m\.json cannot be read as a backup's") as caught:
        Manifest.from_json(text, "m.json")
    assert caught.value.code == "backup_manifest"
