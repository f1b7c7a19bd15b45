"""The page of an encrypted file asks for its password, once."""

import re

import pytest

from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements.models import StatementFile
from tests.pdf_files import locked_pdf
from tests.web.conftest import desk_of
from tests.web.test_closing import as_role

PASSWORD = "harbor-4417-secret"


@pytest.fixture
def locked(desk):
    """The path of the page of a file that waits for its password."""
    books = desk.books
    data = locked_pdf("A page without any table", user=PASSWORD)
    file_id = statement_submit(books.place, Upload("march.pdf", data), user_id=books.user.pk)
    assert statement_file_process(books.place, file_id, books.user.pk).state == "needs_password"
    return f"statements/{file_id}/"


def text_of(response):
    return response.content.decode()


def give(desk, path, password):
    return desk.client.post(f"{desk.base}{path}password/", {"password": password}, follow=True)


def test_the_page_and_the_list_say_what_is_missing(desk, locked):
    assert "Needs its password" in text_of(desk.get())
    page = text_of(desk.get(locked))
    field = re.search(r"<input[^>]+type=\"password\"[^>]*>", page)[0]
    assert 'autocomplete="off"' in field
    assert "value=" not in field
    assert "csrfmiddlewaretoken" in page


@pytest.mark.parametrize(("role", "is_led"), [("client", True), ("viewer", False)])
def test_the_list_leads_who_may_hand_in_to_the_password(desk, locked, role, is_led):
    guest = as_role(desk, role)
    assert ("Give the password" in text_of(guest.get("statements/"))) is is_led


def test_a_wrong_password_says_so_and_the_right_one_opens_the_file(desk, locked):
    answer = text_of(give(desk, locked, "guessed-9"))
    assert "does not open this PDF" in answer
    assert "guessed-9" not in answer
    assert 'type="password"' in answer
    answer = text_of(give(desk, locked, PASSWORD))
    assert "march.pdf is open" in answer
    assert PASSWORD not in answer
    with desk.books.scope():
        assert StatementFile.objects.get().outcome["error"]["code"] == "pdf_no_table"


def test_no_password_is_no_answer(desk, locked):
    assert give(desk, locked, "").status_code == 400
    assert give(desk, locked, "x" * 500).status_code == 400


def test_strangers_and_those_who_only_look_cannot_give_one(desk, locked, make_books):
    stranger = desk_of(make_books())
    url = f"{desk.base}{locked}password/"
    assert stranger.client.post(url, {"password": PASSWORD}).status_code == 404
    assert desk.client.get(url).status_code == 405
