"""`inbox watch`: one look for cron, and a loop that ends when it is told to."""

import fcntl
import json
import signal
import threading

import pytest
from django.db import OperationalError

from ledgerflow.cli import inbox as command
from ledgerflow.core.errors import OutsideError
from ledgerflow.pipeline.folders import INBOX_MARK
from ledgerflow.pipeline.inbox import Inbox, Look
from ledgerflow.statements.models import BankTransaction


@pytest.fixture
def folder(tmp_path, january):
    path = tmp_path / "inbox"
    path.mkdir()
    january.rename(path / january.name)
    return path


def test_one_look_imports_archives_and_says_so(cli, checking, folder):
    done = cli("inbox", "watch", folder, "--account", "Checking", "--once", "--stable", "0")
    assert done.code == 0
    assert "january.csv: taken in -> archive/2025-01-20.checking.january.csv" in done.out
    with checking.scope():
        assert BankTransaction.objects.count() == 4
    again = cli("inbox", "watch", folder, "--account", "Checking", "--once", "--json")
    assert json.loads(again.out) == {"files": [], "left": [], "batch": None}


def test_a_file_that_fails_gives_the_exit_code_and_the_others_go_in(cli, checking, folder):
    (folder / "letter.csv").write_text("Dear customer")
    done = cli("inbox", "watch", folder, "--account", "Checking", "--once", "--stable", "0")
    assert done.code == 2
    assert "letter.csv: not readable -> failed/letter.csv" in done.out
    assert "january.csv: taken in" in done.out


def test_a_young_file_is_left_and_said(cli, checking, folder):
    done = cli("inbox", "watch", folder, "--account", "Checking", "--once", "--stable", "3600")
    assert (done.code, done.out) == (0, "")
    assert "left: january.csv: it may still be written to" in done.err


def test_two_watchers_of_one_folder_are_one_too_many(cli, checking, folder):
    with (folder / INBOX_MARK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = cli("inbox", "watch", folder, "--once", "--stable", "0")
    assert (done.code, "another process watches" in done.err) == (4, True)
    assert (folder / "january.csv").exists()


def test_a_folder_or_an_account_that_is_not_there_is_refused(cli, checking, folder):
    assert cli("inbox", "watch", folder / "gone", "--once").code == 2
    assert cli("inbox", "watch", folder, "--once", "--account", "Savings").code == 2


@pytest.fixture
def looks(monkeypatch):
    """Looks that are played from a list; after the last one the process is told to end."""

    def play(*answers):
        left = list(answers)

        def look(self, now, *, once=False):
            answer = left.pop(0)
            if not left:
                signal.raise_signal(signal.SIGTERM)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(Inbox, "look", look)
        return left

    return play


def watch(cli, folder):
    return cli("inbox", "watch", folder, "--interval", "0.2")


def test_a_signal_ends_the_watch_after_the_look_that_has_begun(cli, checking, folder, looks):
    before = signal.getsignal(signal.SIGTERM)
    left = looks(Look(), Look())
    done = watch(cli, folder)
    assert (done.code, left) == (0, [])
    assert "Stopped; every file is in the inbox or where it belongs." in done.text
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_is_away_is_said_once_and_tried_again(cli, checking, folder, looks):
    full = OSError(28, "No space left on device")
    looks(
        OutsideError("the disk"), OutsideError("the disk"), full, OperationalError("gone"), Look()
    )
    done = watch(cli, folder)
    assert done.code == 0
    assert done.err.count("error: the disk") == 1
    assert "No space left on device" in done.text
    assert "The database does not answer: gone" in done.text


def test_a_fault_of_our_own_ends_the_watch(cli, checking, folder, looks):
    looks(ZeroDivisionError("ours"))
    assert watch(cli, folder).code == 70


def test_each_look_of_a_watch_is_shown(cli, checking, folder, monkeypatch):
    stop = threading.Event()
    real = Inbox.look

    def look(self, now, *, once=False):
        found = real(self, now, once=True)
        stop.set()
        signal.raise_signal(signal.SIGTERM)
        return found

    monkeypatch.setattr(Inbox, "look", look)
    arguments = ("--account", "Checking", "--stable", "0", "--interval", "0.2")
    done = cli("inbox", "watch", folder, *arguments)
    assert stop.is_set()
    assert "january.csv: taken in" in done.out


def test_every_place_has_its_word():
    from ledgerflow.pipeline import placing

    names = (placing.ARCHIVE, placing.DUPLICATES, placing.WAITING, placing.FAILED, placing.INBOX)
    assert set(command.WORDS) == set(names)
