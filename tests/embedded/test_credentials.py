"""Generated passwords: made once, private, missed with a clear word."""

import stat
from pathlib import Path

import pytest

from ledgerflow.embedded.credentials import load_or_make
from ledgerflow.embedded.errors import EmbeddedError


def test_passwords_are_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    made = load_or_make(path, cluster_exists=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make(path, cluster_exists=True) == made
    assert len({made.superuser, made.owner, made.app, made.backup}) == 4
    assert made.app not in repr(made)


def test_a_file_from_before_backups_had_a_role_gains_its_password(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text('{"superuser": "s", "owner": "o", "app": "a"}')
    found = load_or_make(path, cluster_exists=True)
    assert (found.superuser, found.owner, found.app) == ("s", "o", "a")
    assert len(found.backup) > 20
    assert load_or_make(path, cluster_exists=True) == found
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_lost_passwords_of_existing_data_are_not_replaced_silently(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="passwords are lost") as caught:
        load_or_make(tmp_path / "credentials.json", cluster_exists=True)
    assert caught.value.code == "credentials"
    assert not (tmp_path / "credentials.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"owner": "x"}', "not json"])
def test_a_broken_password_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(content)
    with pytest.raises(EmbeddedError, match=r"credentials\.json cannot be read"):
        load_or_make(path, cluster_exists=True)
