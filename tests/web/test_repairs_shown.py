"""A file that does not prove: its proposals with their numbers, and what a person repaired."""

import pytest

from ledgerflow.pipeline.services import Upload, statement_repair, statements_import
from tests.published import checking
from tests.web.conftest import JANUARY

MISREAD = JANUARY.replace(b"CLIENT,500.00", b"CLIENT,300.00")


@pytest.fixture
def file_id(books):
    """The number of a file whose proof failed."""
    with books.scope():
        checking(books)
    run = statements_import(
        books.place, [Upload("january.csv", MISREAD)], account="Checking", user_id=books.user.pk
    )
    return run.runs[0].file_id


def test_proposals_are_numbered_as_the_command_counts_them_and_a_repair_is_told(desk, file_id):
    page = desk.get(f"statements/{file_id}/").content.decode()
    assert '<ol class="repairs" start="1">' in page
    assert "Row 5: 500.00 instead of 300.00" in page
    assert page.count("Accept this repair") == page.count('name="number"') >= 1
    books = desk.books
    run = statement_repair(
        books.place, file_id, number=1, reason="the bank's page", user_id=books.user.pk
    )
    assert run.amended
    again = desk.get(f"statements/{file_id}/").content.decode()
    assert "Repaired by a person: Row 5: 500.00 instead of 300.00" in again
    assert "Reason: the bank&#x27;s page" in again
