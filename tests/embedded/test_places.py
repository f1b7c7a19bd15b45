"""Where things lie: private, short enough for a socket, and nobody else's."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from ledgerflow.embedded.identity import Identity
from ledgerflow.embedded.places import (
    SOCKET_PATH_BYTES,
    Places,
    find_places,
    make_socket_dir,
    remove_socket_dir,
)

OURS = Identity(os.geteuid(), os.getegid())


@pytest.fixture
def deep(checkout: Path) -> Places:
    """Places whose socket cannot lie beside the data."""
    home = checkout / ("x" * SOCKET_PATH_BYTES)
    home.mkdir()
    return Places(home, home)


def test_everything_lies_below_the_state_folder(tmp_path: Path) -> None:
    places = find_places(tmp_path / ".ledgerflow")
    for path in (places.data, places.log, places.credentials, places.start_lock):
        assert path.is_relative_to(tmp_path / ".ledgerflow")


def test_the_pointer_leads_to_a_home_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "postgres.location").write_text(f"{tmp_path / 'elsewhere'}\n")
    assert find_places(tmp_path).data == tmp_path / "elsewhere" / "data"
    assert find_places(tmp_path).credentials == tmp_path / "credentials.json"


def test_a_short_path_keeps_the_socket_beside_the_data(checkout: Path) -> None:
    places = Places(checkout, checkout)
    folder = make_socket_dir(places, OURS)
    assert folder == checkout / "run"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    remove_socket_dir(folder)
    assert folder.is_dir()


def test_a_long_path_gets_a_private_short_folder_every_time_the_same(deep: Places) -> None:
    folder = make_socket_dir(deep, OURS)
    try:
        assert len(os.fsencode(folder)) < 40
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert make_socket_dir(deep, OURS) == folder
    finally:
        remove_socket_dir(folder)
    assert not folder.exists()


def test_a_folder_that_others_may_enter_is_not_trusted_with_the_socket(deep: Places) -> None:
    planted = make_socket_dir(deep, OURS)
    planted.chmod(0o777)
    try:
        folder = make_socket_dir(deep, OURS)
        assert folder != planted
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        remove_socket_dir(folder)
    finally:
        shutil.rmtree(planted)


def test_a_planted_link_is_not_followed(deep: Places, checkout: Path) -> None:
    planted = make_socket_dir(deep, OURS)
    planted.rmdir()
    (checkout / "trap").mkdir(mode=0o700)
    planted.symlink_to(checkout / "trap")
    try:
        folder = make_socket_dir(deep, OURS)
        assert folder != planted
        remove_socket_dir(folder)
    finally:
        planted.unlink()
