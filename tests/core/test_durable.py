"""A small file is complete or not there."""

import stat

import pytest

from ledgerflow.core.durable import whole_file, write_text


def test_a_file_appears_whole_with_its_mode_and_nothing_beside_it(tmp_path):
    path = tmp_path / "note.json"
    write_text(path, "Grüße\n", 0o600)
    assert path.read_text(encoding="utf-8") == "Grüße\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_stood_there_is_replaced_at_once(tmp_path):
    path = tmp_path / "note.json"
    write_text(path, "old")
    write_text(path, "new")
    assert path.read_text() == "new"


def test_a_failed_write_leaves_the_old_file_and_no_partial(tmp_path):
    path = tmp_path / "note.json"
    path.mkdir()  # cannot be replaced by a file
    (path / "kept").touch()
    with pytest.raises(OSError, match="note"):
        write_text(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["note.json"]


def test_a_stream_becomes_a_file_only_at_its_end(tmp_path):
    path = tmp_path / "books.csv"
    with whole_file(path) as out:
        out.write(b"entries")
        assert not path.exists()
    assert path.read_bytes() == b"entries"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_stream_that_breaks_off_leaves_the_old_file_and_no_partial(tmp_path):
    path = tmp_path / "books.csv"
    path.write_text("old")

    def break_off():
        with whole_file(path) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
