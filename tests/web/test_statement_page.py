"""The page of a statement: original beside lines, balances followed, what a person can do."""

import re

import pytest

from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statement_submit, statements_import
from ledgerflow.pipeline.stages import statement_file_process
from ledgerflow.statements import readerseats
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from ledgerflow.web.selectors import filelines
from tests.pdf_files import drawn, pages_pdf
from tests.published import checking
from tests.web.conftest import JANUARY, desk_of

MISREAD = JANUARY.replace(b"CLIENT,500.00", b"CLIENT,300.00")
OVERLAP = JANUARY.replace(b"HOME DEPOT", b"THE HOME DEPOT") + b"01/25/2025,SHOP,-5.90,1400.00\n"


def text_of(response):
    return response.content.decode()


def imported(desk, name, data):
    books = desk.books
    uploads = [Upload(name, data)]
    run = statements_import(books.place, uploads, account="Checking", user_id=books.user.pk)
    return run.runs[0].file_id


def posted(desk, path, **said):
    return desk.client.post(f"{desk.base}statements/{path}", said, follow=True)


@pytest.fixture
def broken(desk):
    """The number of a file whose proof failed."""
    with desk.books.scope():
        checking(desk.books)
    return imported(desk, "january.csv", MISREAD)


@pytest.fixture
def taken(kept_books):
    """The number of a file that is taken in."""
    with kept_books.books.scope():
        return StatementFile.objects.get().pk


def test_each_line_stands_beside_its_row_of_the_file(kept_books, taken):
    page = text_of(kept_books.get(f"statements/{taken}/"))
    for at, raw in ((1, "HOME DEPOT #7114"), (4, "HARBOR CLIENT")):
        assert re.search(rf'<tr id="line-\d+" data-at="{at}">', page)
        row = re.search(rf'<li id="original-{at}" data-at="{at}">.*?</li>', page, re.S)[0]
        assert raw in row
        assert f">{at + 1}</span>" in row


def test_a_bank_s_markup_stays_text_on_both_sides(desk):
    with desk.books.scope():
        checking(desk.books)
    number = imported(desk, "x.csv", JANUARY.replace(b"COFFEE BAR", b"<img src=x onerror=1>"))
    page = text_of(desk.get(f"statements/{number}/"))
    assert "<img src=x" not in page
    assert page.count("&lt;img src=x onerror=1&gt;") >= 4


def test_balances_are_followed_also_over_the_edge_of_a_page(kept_books, taken, monkeypatch):
    monkeypatch.setattr(filelines, "LINES_A_PAGE", 3)
    first = text_of(kept_books.get(f"statements/{taken}/"))
    second = text_of(kept_books.get(f"statements/{taken}/", page="2"))
    assert first.count('class="follows"') == 3
    assert second.count('class="follows"') == 1
    assert "Page 2 of 2" in second
    assert "HARBOR CLIENT" in second
    assert "COFFEE BAR" not in second


def test_a_link_to_a_line_opens_its_page(kept_books, taken, monkeypatch):
    monkeypatch.setattr(filelines, "LINES_A_PAGE", 3)
    with kept_books.books.scope():
        line = StatementLine.objects.order_by("pk").last()
        assert filelines.page_of_line(line) == 2
    answer = kept_books.get(f"statements/{taken}/", line=line.pk)
    assert answer["Location"].endswith(f"?page=2#line-{line.pk}")
    assert kept_books.get(f"statements/{taken}/", line=999_999).status_code == 302


def test_thirty_thousand_lines_are_found_without_counting_or_skipping(
    kept_books, taken, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(filelines, "LINES_A_PAGE", 1)
    with kept_books.books.scope():
        statement = Statement.objects.get()
        statement.line_count = 30_000  # as if only the fourth page were stored
        with django_assert_max_num_queries(4) as asked:
            page = filelines.lines_page(statement.file, [statement], 4)
    assert [line.description for line in page.lines] == ["HARBOR CLIENT"]
    assert (page.pages, page.previous, page.next) == (30_000, 3, 5)
    said = " ".join(query["sql"] for query in asked.captured_queries).upper()
    assert "OFFSET" not in said
    assert "COUNT(*)" not in said


def test_a_file_that_does_not_prove_is_read_again_to_show_where(desk, broken):
    page = text_of(desk.get(f"statements/{broken}/"))
    assert f'hx-get="/b/{desk.books.place.business_id}/statements/{broken}/lines/"' in page
    for headers in ({}, {"HX-Request": "true"}):
        lines = text_of(desk.client.get(f"{desk.base}statements/{broken}/lines/", headers=headers))
        assert ("<html" in lines) is not bool(headers)
        row = re.search(r'<tr id="row-4".*?</tr>', lines, re.S)[0]
        assert "line-broken" in row
        assert "the lines give 1,205.90" in row
        assert "1 balance does not follow" in lines


def test_a_repair_is_accepted_with_a_reason_and_refused_without(desk, broken):
    page = text_of(posted(desk, f"{broken}/repair/", number="1", reason=" "))
    assert "a repair needs a person and a reason" in page
    assert "There is no proposed repair" in text_of(
        posted(desk, f"{broken}/repair/", number="x", reason="y")
    )
    page = text_of(posted(desk, f"{broken}/repair/", number="1", reason="the bank's page"))
    assert "january.csv is taken in." in page
    assert "Repaired by a person: Row 5: 500.00 instead of 300.00" in page


def test_a_file_is_taken_in_on_a_person_s_word(desk, broken):
    page = text_of(posted(desk, f"{broken}/override/", reason="checked by phone"))
    assert "january.csv is taken in." in page
    assert "checked by phone" in page
    assert "nothing to override" in text_of(posted(desk, f"{broken}/override/", reason="again"))


def test_an_account_is_chosen_for_a_file_that_names_none(desk):
    number = statement_submit(desk.books.place, Upload("jan.csv", JANUARY))
    statement_file_process(desk.books.place, number)
    page = text_of(desk.get(f"statements/{number}/"))
    assert "Which account is it of?" in page
    assert posted(desk, f"{number}/account/", account="").status_code == 400
    page = text_of(posted(desk, f"{number}/account/", account="new", new_name="Checking"))
    assert "The file is read again" in page
    assert 'hx-trigger="every 1500ms"' in page
    assert statement_file_process(desk.books.place, number).state == "published"
    state = desk.client.get(
        f"{desk.base}statements/{number}/state/", headers={"HX-Request": "true"}
    )
    assert state["HX-Refresh"] == "true"


def test_an_undo_says_first_what_it_will_do_and_does_nothing_yet(kept_books, taken):
    page = text_of(kept_books.get(f"statements/{taken}/undo/"))
    sums = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)
    assert ("Bank transactions withdrawn", "4") in sums
    assert ("Entries reversed", "3") in sums
    with kept_books.books.scope():
        assert StatementFile.objects.get().state == "published"
    page = text_of(posted(kept_books, f"{taken}/undo/"))
    assert "4 bank transactions withdrawn, 3 entries reversed" in page
    assert "undone already" in text_of(kept_books.get(f"statements/{taken}/undo/"))


def test_a_merge_is_inspected_split_and_joined_again(kept_books, taken):
    number = imported(kept_books, "overlap.csv", OVERLAP)
    page = text_of(kept_books.get(f"statements/{number}/"))
    assert page.count("Known:") == 4
    with kept_books.books.scope():
        line = StatementLine.objects.filter(statement__file=number).order_by("position").first()
        before = BankTransaction.objects.filter(is_live=True).count()
    shown = text_of(kept_books.get(f"statements/lines/{line.pk}/"))
    assert shown.count("HOME DEPOT #7114") >= 2
    assert "january.csv" in shown
    refused = posted(kept_books, f"lines/{line.pk}/split/", reason="")
    assert refused.status_code == 400
    split = text_of(posted(kept_books, f"lines/{line.pk}/split/", reason="two visits"))
    assert "These are two bank transactions now" in split
    first, second = re.search(
        r'name="first" value="(\d+)"><input type="hidden" name="second" value="(\d+)"', split
    ).groups()
    with kept_books.books.scope():
        assert BankTransaction.objects.filter(is_live=True).count() == before + 1
    joined = posted(kept_books, f"lines/{line.pk}/join/", first=first, second=second, reason="one")
    assert "These are one bank transaction now" in text_of(joined)
    assert posted(kept_books, f"lines/{line.pk}/join/", first="x").status_code == 400
    assert kept_books.get("statements/lines/999999/").status_code == 404


def test_pages_of_a_pdf_are_pictures_that_nobody_keeps(desk):
    data = pages_pdf(drawn("A page without any table"))
    number = statement_submit(desk.books.place, Upload("march.pdf", data))
    statement_file_process(desk.books.place, number)
    with desk.books.scope():
        StatementFile.objects.update(format="pdf")
    answer = desk.get(f"statements/{number}/pages/1.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert desk.get(f"statements/{number}/pages/2.png").status_code == 404


def test_a_page_that_finds_every_reader_busy_says_when_to_come_back(desk, monkeypatch):
    number = statement_submit(desk.books.place, Upload("march.pdf", pages_pdf(drawn("A page"))))
    statement_file_process(desk.books.place, number)
    with desk.books.scope():
        StatementFile.objects.update(format="pdf")
    page = f"statements/{number}/pages/1.png"
    monkeypatch.setattr(readerseats, "WAIT_S", 0.0)
    with readerseats.reader_seat(), readerseats.reader_seat():
        busy = desk.get(page)
    assert (busy.status_code, busy["Retry-After"]) == (429, "5")
    assert "Try again in a few seconds." in text_of(busy)
    assert desk.get(page).status_code == 200


def test_files_of_other_books_are_not_there(desk, make_books, broken):
    stranger = desk_of(make_books(name="Fern Lane Joinery"))
    own = f"/b/{stranger.books.place.business_id}/statements/{broken}"
    for path in ("", "lines/", "pages/1.png", "original/", "columns/", "undo/", "state/"):
        assert stranger.client.get(f"{own}/{path}").status_code == 404
        assert stranger.client.get(f"{desk.base}statements/{broken}/{path}").status_code == 404
    for path in ("account/", "repair/", "override/", "columns/", "undo/", "password/"):
        answer = stranger.client.post(
            f"{own}/{path}", {"number": "1", "reason": "x", "password": "y"}
        )
        assert answer.status_code in (400, 404)
    with desk.books.scope():
        assert StatementFile.objects.get().state == "not_proved"
