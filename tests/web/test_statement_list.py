"""The list of statements: what is in work, filters, pages, the months covered."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.rereading import stage_teller
from ledgerflow.pipeline.services import statement_submit
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements.models import StatementFile
from ledgerflow.web.selectors import statementlist
from ledgerflow.web.views.statements import listing
from tests.web.conftest import JANUARY

HTMX = {"HX-Request": "true"}


def text_of(response):
    return response.content.decode()


def names(page):
    return re.findall(r'id="name-\d+"[^>]*>([^<]+)<', page)


def submitted(desk, name, data):
    return statement_submit(desk.books.place, Upload(name, data), user_id=desk.books.user.pk)


def test_files_in_work_are_asked_for_together_until_none_is_left(kept_books):
    number = submitted(kept_books, "feb.csv", JANUARY.replace(b"01/", b"02/"))
    page = text_of(kept_books.get("statements/"))
    polled = re.search(r'hx-get="([^"]+)" hx-trigger="every', page).group(1)
    assert polled.endswith("/statements/work/")
    assert "1 file is in work." in page
    assert "Waiting for its turn" in page
    stage_teller(kept_books.books.place, number)("prove")
    assert "Proving" in text_of(kept_books.client.get(polled, headers=HTMX))
    statement_file_process(kept_books.books.place, number)
    done = text_of(kept_books.client.get(polled, headers=HTMX))
    assert "hx-trigger" not in done
    assert "Choose the account" in done
    assert "<html" not in done


def test_a_published_file_is_in_work_until_its_lines_are_suggested_for(kept_books):
    with kept_books.books.scope():
        number = StatementFile.objects.get().pk
    stage_teller(kept_books.books.place, number)("classify")
    page = text_of(kept_books.get("statements/work/"))
    assert "Suggesting" in page
    assert "Proved" in page
    stage_teller(kept_books.books.place, number)("")
    assert "Suggesting" not in text_of(kept_books.get("statements/work/"))


def test_a_row_tells_proof_days_account_lines_and_what_was_new(kept_books):
    page = text_of(kept_books.get("statements/"))
    row = re.search(r"<tbody id=\"file-.*?</tbody>", page, re.DOTALL)[0]
    found = re.findall(r"<td.*?</td>", row, re.DOTALL)
    cells = [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in found]
    assert cells[3:] == ["Checking", "1,405.90", "4", "4", "0"]
    assert "Proved" in cells[1]
    assert "2025" in cells[2]


def test_filters_stand_in_the_address_and_odd_ones_filter_nothing(kept_books):
    submitted(kept_books, "feb.csv", JANUARY.replace(b"01/", b"02/"))
    with kept_books.books.scope():
        account = StatementFile.objects.earliest("pk").statements.get().bank_account_id
    for query, expected in [
        ({"state": "work"}, ["feb.csv"]),
        ({"state": "in"}, ["january.csv"]),
        ({"state": "undone"}, []),
        ({"account": account}, ["january.csv"]),
        ({"account": "x", "state": "<b>", "after": "now"}, ["feb.csv", "january.csv"]),
    ]:
        assert names(text_of(kept_books.get("statements/", **query))) == expected
    assert "No file like that." in text_of(kept_books.get("statements/", state="undone"))


def test_a_long_list_is_read_on_from_where_it_stopped(desk, monkeypatch):
    monkeypatch.setattr(statementlist, "FILES_A_PAGE", 2)
    for month in range(1, 6):
        submitted(desk, f"{month}.csv", JANUARY.replace(b"01/", f"{month:02}/".encode()))
    seen, query = [], {}
    while query is not None:
        page = text_of(desk.get("statements/", **query))
        seen += names(page)
        following = re.search(r'rel="next" href="\?after=(\d+)"', page)
        query = {"after": following.group(1)} if following else None
    assert seen == ["5.csv", "4.csv", "3.csv", "2.csv", "1.csv"]


def test_the_months_covered_are_told_by_shape_and_word(kept_books, monkeypatch):
    later = SimpleNamespace(now=lambda: dt.datetime(2031, 1, 15, tzinfo=dt.UTC))
    monkeypatch.setattr(listing, "timezone", later)
    page = text_of(kept_books.get("statements/", years="all"))
    grid = re.search(r'<section class="card" id="coverage".*?</section>', page, re.S)[0]
    legend = re.search(r'class="legend.*', grid, re.S)[0]
    words = re.findall(r'<span class="visually-hidden">([^<(]+)', grid.split('class="legend')[0])
    assert {word.strip() for word in words} <= set(re.findall(r"</span> ([^<]+)</li>", legend))
    assert "Earlier years too" not in page
    assert "Earlier years too" in text_of(kept_books.get("statements/"))


@pytest.mark.parametrize("path", ["statements/", "statements/work/"])
def test_the_page_costs_at_most_twelve_queries_whatever_the_list_holds(kept_books, path):
    for month in range(2, 7):
        submitted(kept_books, f"{month}.csv", JANUARY.replace(b"01/", f"{month:02}/".encode()))
    kept_books.get(path)
    with CaptureQueriesContext(connection) as caught:
        kept_books.get(path)
    # what only a test's outer transaction causes is not counted
    asked = [one["sql"] for one in caught if one["sql"].startswith(("SELECT", "WITH"))]
    assert len(asked) <= 12, "\n".join(one[:150] for one in asked)
