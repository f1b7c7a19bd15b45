"""The page of a table's columns: what it shows first, its preview, and saving."""

import pytest

from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements.models import BankAccount, StatementLine
from tests.published import checking

ODD = b"""When,What,How much
03/04/2025,<script>alert(1)</script>,10.00
04/05/2025,CLIENT,-20.00
"""
CHOSEN = {
    "header": "0",
    "date_order": "dmy",
    "decimal": ".",
    "sign": "turned",
    "role_0": "date",
    "role_1": "description",
    "role_2": "amount",
}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def path(desk):
    """The page of a file whose days can be read in two ways."""
    with desk.books.scope():
        checking(desk.books)
    number = statement_submit(desk.books.place, Upload("odd.csv", ODD), account="Checking")
    statement_file_process(desk.books.place, number)
    return f"statements/{number}/columns/"


def test_the_page_shows_rows_choices_and_what_the_file_says_so_far(desk, path):
    statement = text_of(desk.get(path.removesuffix("columns/")))
    assert "Name the columns" in statement
    page = text_of(desk.get(path))
    assert page.count('<select class="form-select" id="role-') == 3
    assert '<option value="amount" selected>' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_preview_follows_each_choice_and_names_what_is_missing(desk, path):
    htmx = {"HX-Request": "true"}
    preview = text_of(desk.client.get(desk.base + path, CHOSEN, headers=htmx))
    assert "<html" not in preview
    assert "2025-04-03" in preview
    assert "\N{MINUS SIGN}10.00" in preview
    other = text_of(desk.client.get(desk.base + path, CHOSEN | {"date_order": "mdy"}, headers=htmx))
    assert "2025-03-04" in other
    missing = text_of(
        desk.client.get(desk.base + path, CHOSEN | {"role_2": "ignore"}, headers=htmx)
    )
    assert "No column is the amount yet." in missing
    assert desk.get(path, role_0="nonsense").status_code == 400


def test_without_scripts_the_preview_has_an_address_without_the_token(desk, path):
    said = CHOSEN | {"preview": "1", "csrfmiddlewaretoken": "secret"}
    answer = desk.client.post(desk.base + path, said)
    assert answer.status_code == 302
    assert "secret" not in answer["Location"]
    assert "2025-04-03" in text_of(desk.client.get(answer["Location"]))


def test_saving_reads_the_file_so_and_remembers_it(desk, path):
    assert desk.client.post(desk.base + path, CHOSEN | {"account": ""}).status_code == 400
    with desk.books.scope():
        account = BankAccount.objects.get()
    page = text_of(
        desk.client.post(desk.base + path, CHOSEN | {"account": account.pk}, follow=True)
    )
    assert "odd.csv is taken in" in page
    with desk.books.scope():
        assert [
            f"{line.date:%m} {line.amount:.2f}" for line in StatementLine.objects.order_by("pk")
        ] == [
            "04 -10.00",
            "05 20.00",
        ]
        account.refresh_from_db()
        assert account.csv_profile["roles"] == ["date", "description", "amount"]
    assert desk.get(path).status_code == 409


def test_columns_are_of_tables_only(desk):
    number = statement_submit(desk.books.place, Upload("page.csv", b"<html><body>x</body></html>"))
    statement_file_process(desk.books.place, number)
    answer = desk.get(f"statements/{number}/columns/")
    assert answer.status_code == 400
    assert "page.csv: this is a web page, not a statement." in text_of(answer)
