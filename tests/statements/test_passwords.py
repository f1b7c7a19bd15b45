"""A password is tried on every file of a run, asked for when none fits, and told to nobody."""

import pytest

from ledgerflow.core.errors import PasswordNeeded, UnreadableFile
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.passwords import ASKED_MAX, Passwords

RIGHT = "harbor-4417"
LOCKED = PasswordNeeded("march.pdf: encrypted", code="pdf_password_needed")


def reader(file: SourceFile) -> ParsedFile:
    """Opens with the one right password."""
    if file.password != RIGHT:
        code = "pdf_password_wrong" if file.password else "pdf_password_needed"
        raise PasswordNeeded(f"{file.name}: does not open", code=code)
    return ParsedFile("pdf", ())


def opened(passwords: Passwords, name: str = "march.pdf") -> ParsedFile:
    return passwords.opened(SourceFile(name, b""), reader, LOCKED)


def asking(*answers: str):
    """Asks that are answered like this, and what was asked."""
    left, asked = list(answers), []

    def ask(name: str, was_wrong: bool) -> str:
        asked.append((name, was_wrong))
        return left.pop(0)

    return ask, asked


def test_each_given_password_is_tried():
    assert opened(Passwords(["other", RIGHT])).format == "pdf"


def test_one_that_opened_a_file_is_tried_on_the_next_before_asking():
    ask, asked = asking(RIGHT)
    passwords = Passwords(ask=ask)
    opened(passwords)
    opened(passwords, "april.pdf")
    assert asked == [("march.pdf", False)]


def test_a_wrong_answer_is_asked_again():
    ask, asked = asking("wrong", RIGHT)
    assert opened(Passwords(ask=ask)).format == "pdf"
    assert asked == [("march.pdf", False), ("march.pdf", True)]


def test_asking_ends_after_some_answers():
    ask, asked = asking(*["wrong"] * 9)
    with pytest.raises(PasswordNeeded) as refusal:
        opened(Passwords(ask=ask))
    assert (len(asked), refusal.value.code) == (ASKED_MAX, "pdf_password_wrong")


def test_no_answer_leaves_the_file_locked():
    ask, _ = asking("")
    with pytest.raises(PasswordNeeded) as refusal:
        opened(Passwords(ask=ask))
    assert refusal.value is LOCKED


def test_without_a_password_or_anyone_to_ask_the_file_stays_locked():
    with pytest.raises(PasswordNeeded):
        opened(Passwords())


def test_another_fault_of_the_file_comes_through():
    def damaged(_: SourceFile) -> ParsedFile:
        raise UnreadableFile("damaged")

    with pytest.raises(UnreadableFile):
        Passwords([RIGHT]).opened(SourceFile("march.pdf", b""), damaged, LOCKED)


def test_nothing_that_is_shown_tells_a_password():
    shown = repr(Passwords([RIGHT])) + repr(SourceFile("march.pdf", b"", password=RIGHT))
    assert RIGHT not in shown
