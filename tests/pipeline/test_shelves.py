"""Files on the shelves of an inbox, each that is not in the books with its note."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.placing import ARCHIVE, DUPLICATES, FAILED, INBOX, WAITING, Placed
from ledgerflow.pipeline.shelves import Shelves, note_of, signature_of

WHY = InputError("broken", hint="export again")


@pytest.fixture
def shelves(tmp_path):
    return Shelves(tmp_path)


@pytest.fixture
def drop(tmp_path):
    def put(name, text="mine"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return put


def tree(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_what_is_in_the_books_goes_to_the_archive_without_a_note(shelves, drop, tmp_path):
    put = shelves.put(drop("a.csv"), Placed(ARCHIVE, "2025-01-31.checking.a.csv"))
    assert (put.place, put.path.name) == (ARCHIVE, "2025-01-31.checking.a.csv")
    assert tree(tmp_path) == ["archive/2025-01-31.checking.a.csv"]


@pytest.mark.parametrize("place", [WAITING, FAILED])
def test_what_is_not_lies_beside_its_note(shelves, drop, tmp_path, place):
    shelves.put(drop("a.csv", "one"), Placed(place, "a.csv", WHY))
    shelves.put(drop("a.csv", "two"), Placed(place, "a.csv", WHY))
    assert tree(tmp_path) == [
        f"{place}/a (2).csv",
        f"{place}/a (2).csv.txt",
        f"{place}/a.csv",
        f"{place}/a.csv.txt",
    ]
    assert "export again" in (tmp_path / place / "a.csv.txt").read_text()
    assert (tmp_path / place / "a (2).csv").read_text() == "two"


def test_what_cannot_be_done_now_stays(shelves, drop, tmp_path):
    put = shelves.put(drop("a.csv"), Placed(INBOX, "a.csv", WHY))
    assert (put.path, put.error) == (None, WHY)
    assert tree(tmp_path) == ["a.csv"]


def test_a_known_file_whose_move_was_interrupted_is_archived_and_a_copy_is_a_duplicate(
    shelves, drop, tmp_path
):
    known = Placed(DUPLICATES, "2025-01-31.checking.a.csv", same_name=True)
    assert shelves.put(drop("a.csv"), known).place == ARCHIVE
    assert shelves.put(drop("a.csv"), known).place == DUPLICATES
    assert shelves.put(drop("b.csv"), Placed(DUPLICATES, "x.b.csv")).place == DUPLICATES
    assert tree(tmp_path) == [
        "archive/2025-01-31.checking.a.csv",
        "archive/duplicates/2025-01-31.checking.a.csv",
        "archive/duplicates/x.b.csv",
    ]


def test_files_that_wait_are_told_by_their_bytes_and_read_anew_when_they_change(
    shelves, drop, tmp_path
):
    path = shelves.put(drop("a.csv"), Placed(WAITING, "a.csv", WHY)).path
    drop("waiting/own.txt")
    before = shelves.waiting()
    assert [p.name for p in before] == ["a.csv", "own.txt"]
    assert shelves.waiting() == before
    path.write_text("changed")
    assert shelves.waiting()[path] != before[path]


def test_an_answered_file_is_archived_and_its_note_is_gone(shelves, drop, tmp_path):
    path = shelves.put(drop("a.csv"), Placed(WAITING, "a.csv", WHY)).path
    assert note_of(path).exists()
    assert shelves.answered(path, "2025-01-31.checking.a.csv").place == ARCHIVE
    assert tree(tmp_path) == ["archive/2025-01-31.checking.a.csv"]


def test_a_name_of_any_length_has_room_for_its_note(shelves, drop, tmp_path):
    put = shelves.put(drop("x" * 250 + ".csv"), Placed(FAILED, "x" * 250 + ".csv", WHY))
    assert note_of(put.path).exists()
    assert put.path.suffix == ".csv"


def test_a_changed_file_has_another_signature(drop):
    path = drop("a.csv")
    before = signature_of(path)
    assert signature_of(path) == before
    path.write_text("other")
    assert signature_of(path) != before
