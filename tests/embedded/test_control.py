"""Status, stop and reset, alone and against other users."""

from pathlib import Path

import pytest

from ledgerflow import embedded
from tests.embedded.other_processes import another_user, leave


def test_status_of_nothing_makes_nothing(fresh_dir: Path) -> None:
    assert embedded.status(fresh_dir).state == "absent"
    assert not fresh_dir.exists()
    assert embedded.stop(fresh_dir) is False
    assert not fresh_dir.exists()


def test_stop_refuses_while_another_process_uses_it_unless_forced(state_dir: Path) -> None:
    user, _ = another_user(state_dir)
    assert embedded.status(state_dir).in_use
    with pytest.raises(embedded.EmbeddedError, match="Other processes use") as caught:
        embedded.stop(state_dir)
    assert caught.value.code == "in_use"
    assert embedded.stop(state_dir, force=True) is True
    assert embedded.status(state_dir).state == "stopped"
    leave(user)


def test_a_process_may_stop_what_only_itself_uses(state_dir: Path) -> None:
    embedded.ensure(state_dir)
    assert embedded.stop(state_dir) is True
    assert embedded.status(state_dir).state == "stopped"


def test_reset_refuses_while_in_use_and_then_deletes_everything(state_dir: Path) -> None:
    user, _ = another_user(state_dir)
    with pytest.raises(embedded.EmbeddedError, match="Other processes use"):
        embedded.reset(state_dir)
    leave(user)
    embedded.reset(state_dir)
    assert {path.name for path in state_dir.iterdir()} == {
        "postgres.start.lock",
        "postgres.users.lock",
    }
    with embedded.running(state_dir) as server:
        assert server.data_dir.is_dir()


def test_reset_keeps_what_is_not_the_databases(state_dir: Path) -> None:
    with embedded.running(state_dir):
        (state_dir / "secret_key").write_text("kept")
    embedded.reset(state_dir)
    assert (state_dir / "secret_key").read_text() == "kept"


def test_a_pointer_to_a_vanished_home_is_told_and_can_be_reset(fresh_dir: Path) -> None:
    fresh_dir.mkdir()
    (fresh_dir / "postgres.location").write_text("/nowhere/at/all\n")
    with pytest.raises(embedded.EmbeddedError, match="/nowhere/at/all, which is not there"):
        embedded.ensure(fresh_dir)
    embedded.reset(fresh_dir)
    with embedded.running(fresh_dir):
        assert embedded.status(fresh_dir).state == "running"


def test_a_pointer_to_a_strange_folder_is_never_deleted(fresh_dir: Path, checkout: Path) -> None:
    precious = checkout / "precious"
    precious.mkdir()
    fresh_dir.mkdir()
    pointer = fresh_dir / "postgres.location"
    pointer.write_text(f"{precious}\n")
    with pytest.raises(embedded.EmbeddedError, match="LedgerFlow did not make"):
        embedded.reset(fresh_dir)
    assert precious.is_dir()
    pointer.unlink()
