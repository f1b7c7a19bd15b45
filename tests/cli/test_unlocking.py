"""Passwords of encrypted files at the command line: from a file, or asked; never an argument."""

import json

import pytest

from ledgerflow.cli import passwords
from ledgerflow.cli.passwords import passwords_from
from ledgerflow.core.errors import InputError, PasswordNeeded
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from tests.pdf_files import locked_pdf

PASSWORD = "harbor-4417-secret"


@pytest.fixture
def locked(tmp_path):
    """An encrypted file, and one with its password."""
    file, secret = tmp_path / "march.pdf", tmp_path / "secret.txt"
    file.write_bytes(locked_pdf("A page without any table", user=PASSWORD))
    secret.write_text(f"another\n{PASSWORD}\n", encoding="utf-8")
    return file, secret


def test_reading_without_a_terminal_says_how_to_give_the_password(cli, locked):
    done = cli("read", locked[0])
    assert done.code == 2
    assert "needs its password" in done.text
    assert "--password-file" in done.text


def test_reading_with_a_file_of_passwords_opens_it(cli, locked):
    done = cli("read", locked[0], "--json", "--password-file", locked[1])
    assert PASSWORD not in done.text
    (answer,) = json.loads(done.out)["files"]
    assert [fault["code"] for fault in answer["faults"]] == ["pdf_no_table"]


def test_the_passwords_may_come_from_standard_input(cli, locked):
    done = cli("read", locked[0], "--json", "--password-file", "-", typed=f"{PASSWORD}\n")
    assert json.loads(done.out)["files"][0]["format"] == "pdf"


def test_an_import_with_a_wrong_password_says_so(cli, checking, locked, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("guessed-9\n", encoding="utf-8")
    done = cli("import", locked[0], "--account", "checking", "--password-file", wrong)
    assert done.code == 2
    assert "does not open" in done.text
    assert "guessed-9" not in done.text


def test_a_file_that_waits_is_opened_by_its_number(cli, books, locked):
    upload = Upload("march.pdf", locked[0].read_bytes())
    file_id = statement_submit(books.place, upload, user_id=books.user.pk)
    statement_file_process(books.place, file_id, books.user.pk)
    assert "needs its password" in cli("prove").text
    refused = cli("open", file_id)
    assert (refused.code, "needs its password" in refused.text) == (2, True)
    done = cli("open", file_id, "--password-file", locked[1])
    assert "No table of transactions" in done.text
    assert done.code == 2


def test_a_terminal_is_asked_without_showing_the_answer(monkeypatch):
    asked = []

    def prompt(question, **how):
        asked.append((question, how["hide_input"], how["err"]))
        return PASSWORD

    monkeypatch.setattr(passwords.typer, "prompt", prompt)
    for stream in (passwords.sys.stdin, passwords.sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)

    def read(file: SourceFile) -> ParsedFile:
        if file.password != PASSWORD:
            raise PasswordNeeded("locked")
        return ParsedFile("pdf", ())

    source = SourceFile("march.pdf", b"")
    assert passwords_from("").opened(source, read, PasswordNeeded("locked")).format == "pdf"
    assert asked == [("Password of march.pdf (empty to skip)", True, True)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe", b"x\n" * 21])
def test_a_file_without_usable_passwords_is_refused(tmp_path, content):
    path = tmp_path / "secret.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        passwords_from(str(path))
    assert refused.value.code == "password_file"


def test_a_file_of_passwords_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError):
        passwords_from(str(tmp_path / "none.txt"))
