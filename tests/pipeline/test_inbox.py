"""One look at a watched folder: what is stable is imported and moved, all else stays."""

import time

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.pipeline import inbox as inboxes
from ledgerflow.pipeline import intake, stages
from ledgerflow.pipeline.folders import INBOX_MARK
from ledgerflow.pipeline.inbox import Inbox
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_override, statements_import
from ledgerflow.statements import formats
from ledgerflow.statements.models import BankTransaction, StatementFile
from tests.published import checking

HEAD = "Date,Description,Amount,Balance\n"
JANUARY = HEAD + "2025-01-14,COFFEE,-4.00,96.00\n2025-01-31,TEA,-6.00,90.00\n"
FEBRUARY = HEAD + "2025-02-14,COFFEE,-4.00,86.00\n2025-02-28,TEA,-6.00,80.00\n"
BROKEN = HEAD + "2025-03-14,COFFEE,-4.00,76.00\n2025-03-28,TEA,-6.00,71.00\n"
OPEN = "Date,Description,Amount\n01/02/2025,RENT,-10.00\n03/04/2025,FUEL,-5.00\n"
LATER = 4_000_000_000.0


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr(intake, "read_contained", formats.read)
    monkeypatch.setattr(stages, "read_contained", formats.read)


@pytest.fixture
def studio(books):
    with books.scope():
        checking(books)
    return books


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def inbox(studio, folder):
    return Inbox(folder, studio.place, "Checking", studio.user.pk)


def drop(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)


def tree(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def once(inbox):
    return inbox.look(LATER, once=True)


def places(look):
    return {one.name: one.place for one in look.shelved}


def test_files_are_imported_and_archived_by_day_account_and_name(inbox, folder, studio):
    drop(folder, feb=FEBRUARY, jan=JANUARY)
    look = once(inbox)
    assert places(look) == {"jan.csv": "archive", "feb.csv": "archive"}
    assert tree(folder) == [
        "archive/2025-01-31.checking.jan.csv",
        "archive/2025-02-28.checking.feb.csv",
    ]
    with studio.scope():
        assert BankTransaction.objects.count() == 4
        assert StatementFile.objects.get(name="jan.csv").received_by == studio.user


def test_a_file_that_changes_waits_until_it_has_been_still(inbox, folder):
    drop(folder, jan=JANUARY[:40])
    assert inbox.look(100.0).left == [("jan.csv", "it may still be written to")]
    drop(folder, jan=JANUARY)
    assert inbox.look(109.0).left != []
    assert inbox.look(118.0).left != []
    assert places(inbox.look(119.0)) == {"jan.csv": "archive"}


def test_a_single_look_takes_only_what_is_old_enough(inbox, folder):
    drop(folder, jan=JANUARY)
    assert inbox.look(time.time() + 5, once=True).left == [
        ("jan.csv", "it may still be written to")
    ]
    assert tree(folder) == ["jan.csv"]
    assert places(inbox.look(time.time() + 60, once=True)) == {"jan.csv": "archive"}


def test_unfinished_downloads_links_and_folders_are_left_alone(inbox, folder):
    drop(folder, jan=JANUARY)
    for name in ("feb.csv.part", "mar.csv.crdownload", "~$apr.xlsx", ".hidden", INBOX_MARK):
        (folder / name).write_text(FEBRUARY)
    (folder / "sub").mkdir()
    (folder / "link.csv").symlink_to(folder / "feb.csv.part")
    look = once(inbox)
    assert places(look) == {"jan.csv": "archive"}
    assert {name for name, _ in look.left} == {
        *("feb.csv.part", "mar.csv.crdownload", "~$apr.xlsx", ".hidden", "sub", "link.csv")
    }


def test_what_cannot_be_read_fails_with_a_note_and_stops_no_other(inbox, folder):
    drop(folder, jan=JANUARY, letter="Dear customer")
    assert places(once(inbox)) == {"jan.csv": "archive", "letter.csv": "failed"}
    assert tree(folder)[1:] == ["failed/letter.csv", "failed/letter.csv.txt"]
    note = (folder / "failed" / "letter.csv.txt").read_text()
    assert "letter.csv" in note
    assert "What to do:" in note


def test_a_failed_file_that_is_dropped_again_is_tried_again(inbox, folder):
    drop(folder, letter="Dear customer")
    once(inbox)
    drop(folder, letter="Dear customer")
    once(inbox)
    assert "failed/letter (2).csv" in tree(folder)


def test_known_bytes_are_a_duplicate(inbox, folder, studio):
    drop(folder, jan=JANUARY)
    once(inbox)
    drop(folder, jan=JANUARY, copy=JANUARY)
    assert places(once(inbox)) == {
        "jan.csv": "archive/duplicates",
        "copy.csv": "archive/duplicates",
    }
    assert tree(folder) == [
        "archive/2025-01-31.checking.jan.csv",
        "archive/duplicates/2025-01-31.checking.copy.csv",
        "archive/duplicates/2025-01-31.checking.jan.csv",
    ]
    with studio.scope():
        assert BankTransaction.objects.count() == 2


def test_equal_files_dropped_together_are_imported_once(inbox, folder):
    drop(folder, a=JANUARY, b=JANUARY)
    assert sorted(places(once(inbox)).values()) == ["archive", "archive/duplicates"]


def test_a_file_that_does_not_prove_waits_and_is_archived_once_a_person_has_decided(
    inbox, folder, studio
):
    drop(folder, march=BROKEN)
    assert places(once(inbox)) == {"march.csv": "waiting"}
    assert tree(folder) == ["waiting/march.csv", "waiting/march.csv.txt"]
    assert once(inbox).shelved == []
    with studio.scope():
        file_id = StatementFile.objects.get().pk
    statement_override(
        studio.place, file_id, reason="the bank misprinted it", user_id=studio.user.pk
    )
    assert places(once(inbox)) == {"march.csv": "archive"}
    assert tree(folder) == ["archive/2025-03-28.checking.march.csv"]


def test_a_file_that_leaves_a_question_is_archived_once_it_is_imported_with_the_answer(
    inbox, folder, studio
):
    drop(folder, open=OPEN)
    assert places(once(inbox)) == {"open.csv": "waiting"}
    assert "date_order" in (folder / "waiting" / "open.csv.txt").read_text()
    path = folder / "waiting" / "open.csv"
    statements_import(
        studio.place,
        [Upload(path.name, path.read_bytes())],
        account="Checking",
        reading={"date_order": "dmy"},
    )
    assert places(once(inbox)) == {"open.csv": "archive"}


def test_without_an_account_a_file_without_a_number_waits(studio, folder):
    drop(folder, jan=JANUARY)
    look = Inbox(folder, studio.place).look(LATER, once=True)
    assert places(look) == {"jan.csv": "waiting"}
    assert "--account" in (folder / "waiting" / "jan.csv.txt").read_text()


def test_a_file_too_large_is_put_aside_unread(inbox, folder, monkeypatch):
    monkeypatch.setattr(inboxes, "FILE_BYTES_MAX", 50)
    drop(folder, jan=JANUARY)
    assert places(once(inbox)) == {"jan.csv": "failed"}
    assert "at most 50" in (folder / "failed" / "jan.csv.txt").read_text()


def test_one_look_takes_so_many_and_the_next_the_others(inbox, folder, monkeypatch):
    monkeypatch.setattr(inboxes, "FILES_A_LOOK", 1)
    drop(folder, a=JANUARY, b=FEBRUARY)
    assert places(once(inbox)) == {"a.csv": "archive"}
    monkeypatch.setattr(inboxes, "FILES_A_LOOK", 9)
    monkeypatch.setattr(inboxes, "BYTES_A_LOOK", 1)
    assert places(once(inbox)) == {"b.csv": "archive"}


def test_what_is_away_now_leaves_every_file_in_the_inbox(inbox, folder, monkeypatch):
    def away(*_, **__):
        raise OutsideError("the disk is full")

    drop(folder, jan=JANUARY)
    monkeypatch.setattr(inboxes, "statements_import", away)
    with pytest.raises(OutsideError):
        once(inbox)
    assert tree(folder) == ["jan.csv"]


def test_a_file_that_changes_while_it_is_imported_stays_for_the_next_look(
    inbox, folder, monkeypatch
):
    real = inboxes.statements_import

    def slow(*given, **more):
        run = real(*given, **more)
        drop(folder, jan=JANUARY + "2025-01-31,CAKE,-1.00,89.00\n")
        return run

    drop(folder, jan=JANUARY)
    monkeypatch.setattr(inboxes, "statements_import", slow)
    assert once(inbox).left == [("jan.csv", "it changed while it was imported")]
    monkeypatch.setattr(inboxes, "statements_import", real)
    assert places(once(inbox)) == {"jan.csv": "archive"}


def test_a_look_stopped_between_import_and_move_is_made_good_by_the_next(
    inbox, folder, studio, monkeypatch
):
    def stopped(*_):
        raise KeyboardInterrupt

    drop(folder, jan=JANUARY)
    with monkeypatch.context() as patched:
        patched.setattr(inboxes.Shelves, "put", stopped)
        with pytest.raises(KeyboardInterrupt):
            once(inbox)
    assert tree(folder) == ["jan.csv"]
    assert places(once(inbox)) == {"jan.csv": "archive"}
    with studio.scope():
        assert BankTransaction.objects.count() == 2
