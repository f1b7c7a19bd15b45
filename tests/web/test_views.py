"""What the pages show, down to the row of the file."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import account_add, entry_post
from tests.web.conftest import JANUARY, desk_of


def text_of(response):
    return response.content.decode()


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(books):
    answer = Client().get(f"/b/{books.place.business_id}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next=/b/{books.place.business_id}/"


def test_a_person_signs_in_by_address_in_any_case_and_signs_out(books):
    visitor = Client()
    form = {"username": books.user.email, "password": "correct horse 12"}
    assert visitor.post("/sign-in/", form).status_code == 302
    assert "Harbor Street Studio" in text_of(visitor.get("/"))
    assert visitor.get("/sign-out/").status_code == 405
    visitor.post("/sign-out/")
    assert visitor.get("/").status_code == 302


def test_guessing_passwords_is_slowed_down_also_for_the_right_one(books):
    visitor = Client()
    form = {"username": books.user.email, "password": "wrong"}
    assert {visitor.post("/sign-in/", form).status_code for _ in range(8)} == {422}
    right = form | {"password": "correct horse 12"}
    assert visitor.post("/sign-in/", right).status_code == 429


def test_the_page_of_a_business_shows_proof_and_what_waits(kept_books):
    page = text_of(kept_books.get())
    assert "Proved" in page
    assert "1,405.90" in page
    assert "HARBOR CLIENT" in page
    assert "money in 500.00" in page


def test_every_figure_leads_down_to_the_ink(kept_books):
    report = kept_books.get("reports/trial-balance/", year="2025")
    figure = re.search(r'href="([^"]+books/entries/\?[^"]+)">86\.10', text_of(report)).group(1)
    entries = kept_books.client.get(figure.replace("&amp;", "&"))
    entry = re.search(r'href="([^"]+books/entries/\d+/)"', text_of(entries)).group(1)
    page = text_of(kept_books.client.get(entry))
    for part in ("Decision", "Suggestion", "Reasons", "HOME DEPOT #7114", "january.csv"):
        assert part in page
    line = re.search(r'href="([^"]+)#(line-\d+)">january.csv', page)
    statement = text_of(kept_books.client.get(line.group(1)))
    assert f'id="{line.group(2)}"' in statement


def links(page, relation):
    return [
        href.replace("&amp;", "&")
        for href in re.findall(rf'<a rel="{relation}" href="\?([^"]+)"', page)
    ]


def test_a_figure_of_many_entries_is_read_page_by_page_and_back(kept_books):
    books = kept_books.books
    with books.scope():
        accounts = [account_by_key(books.business, key) for key in ("meals", "owner_draw")]
        for day in range(1, 121):
            lines = [
                LineDraft(a.pk, Decimal(s), "USD") for a, s in zip(accounts, (1, -1), strict=True)
            ]
            date = dt.date(2024, 1, 1) + dt.timedelta(days=day)
            entry_post(
                business=books.business,
                draft=EntryDraft(date, f"Lunch {day:03}", tuple(lines), f"lunch:{day}"),
            )
    address = f"{kept_books.base}books/entries/?"
    query = f"accounts={accounts[0].pk}&start=2024-01-01&end=2024-12-31&without_closing=1"
    pages = [text_of(kept_books.client.get(address + query))]
    while following := links(pages[-1], "next"):
        assert following[0].startswith(f"{query}&after=")
        pages.append(text_of(kept_books.client.get(address + following[0])))
    seen = [re.findall(r"Lunch (\d+)", page) for page in pages]
    assert [len(numbers) for numbers in seen] == [50, 50, 20]
    assert [n for numbers in seen for n in numbers] == [f"{n:03}" for n in range(1, 121)]
    assert all("All 120 lines" in page and ">120.00<" in page for page in pages)
    assert [re.findall(r"These (\d+) lines", page) for page in pages] == [["50"], ["50"], ["20"]]
    assert links(pages[0], "prev") == []
    back = text_of(kept_books.client.get(address + links(pages[2], "prev")[0]))
    assert re.findall(r"Lunch (\d+)", back) == seen[1]
    assert f'href="?{query.replace("&", "&amp;")}">First' in back


def test_a_figure_over_two_currencies_shows_a_sum_of_each(kept_books):
    books = kept_books.books
    with books.scope():
        ids = [account_by_key(books.business, "meals").pk]
        for name in ("Euro", "Euro 2"):
            euro = account_add(
                business=books.business, heading_key="bank_accounts", name=name, currency="EUR"
            )
            ids.append(euro.pk)
        lines = (LineDraft(ids[1], Decimal(9), "EUR"), LineDraft(ids[2], Decimal(-9), "EUR"))
        draft = EntryDraft(dt.date(2025, 1, 3), "Between", lines, "between")
        entry_post(business=books.business, draft=draft)
    page = text_of(kept_books.get("books/entries/", accounts=f"{ids[0]},{ids[1]}"))
    assert re.findall(r"All (\d+) lines? (\w+)</th><td class=\"num\">([\d.]+)<", page) == [
        ("1", "EUR", "9.00"),
        ("2", "USD", "8.00"),
    ]
    nothing_left = text_of(kept_books.get("books/entries/", accounts=f"{ids[1]},{ids[2]}"))
    assert re.findall(r"All 2 lines</th><td class=\"num\">([\d.]+)<", nothing_left) == ["0.00"]


def test_a_place_behind_all_entries_leads_back_to_the_first(kept_books):
    with kept_books.books.scope():
        meals = account_by_key(kept_books.books.business, "meals").pk
    page = text_of(kept_books.get("books/entries/", accounts=meals, after="2030-01-01.1"))
    assert "No entries here." in page
    assert "These 0 lines" not in page
    assert f'href="?accounts={meals}">First' in page


def test_negative_amounts_have_a_true_minus(kept_books):
    page = text_of(kept_books.get("statements/1/".replace("1", str(file_id(kept_books)))))
    assert "\N{MINUS SIGN}86.10" in page
    assert "-86.10</td>" not in page


def file_id(desk):
    return int(re.search(r"/statements/(\d+)/", text_of(desk.get())).group(1))


@pytest.mark.parametrize("slug", ["profit-and-loss", "trial-balance", "schedule-c-worksheet"])
def test_each_report_says_what_is_not_yet_in_the_books(kept_books, slug):
    page = text_of(kept_books.get(f"reports/{slug}/", year="2025"))
    assert "Not yet in the books: 1 bank transaction" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("reports/no-such-report/", 400),
        ("reports/trial-balance/?year=MMXXV", 400),
        ("books/entries/?accounts=x", 400),
        ("books/entries/?accounts=1&start=yesterday", 400),
        ("books/entries/?accounts=1&after=nowhere", 400),
        ("books/entries/?accounts=999999999", 404),
        ("books/entries/999999/", 404),
        ("statements/999999/", 404),
        ("statements/99999999999999999999/", 404),
    ],
)
def test_a_wrong_address_says_what_to_do(desk, path, status):
    answer = desk.client.get(desk.base + path)
    assert answer.status_code == status
    assert "Start page" in text_of(answer)


def test_an_original_comes_as_it_was_and_no_browser_opens_it(kept_books):
    answer = kept_books.get(f"statements/{file_id(kept_books)}/original/")
    assert answer.content == JANUARY
    assert answer["Content-Disposition"] == 'attachment; filename="january.csv"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_pages_allow_no_inline_script_and_hold_none(kept_books):
    for path in ("", f"statements/{file_id(kept_books)}/", "reports/trial-balance/?year=2025"):
        answer = kept_books.client.get(kept_books.base + path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", text_of(answer))


def test_the_bank_s_text_is_never_markup(desk):
    text = JANUARY.replace(b"COFFEE BAR", b"<script>alert(1)</script>")
    desk.upload("<b>x.csv", text, account="new", new_name="Checking")
    page = text_of(desk.get())
    assert "<b>x" not in page
    assert "&lt;b&gt;x.csv" in page


def test_an_import_is_undone_on_its_page(kept_books):
    answer = kept_books.client.post(f"{kept_books.base}statements/{file_id(kept_books)}/undo/")
    assert answer.status_code == 302
    page = text_of(kept_books.get())
    assert "4 bank transactions withdrawn, 3 entries reversed" in page
    assert "Undone" in page


def test_a_fault_of_our_own_is_a_plain_page_without_its_details(desk, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("ledgerflow.web.views.overview.overview_of", breaks)
    desk.client.raise_request_exception = False
    answer = desk.get()
    assert answer.status_code == 500
    assert "a fault of its own" in text_of(answer)
    assert "secret" not in text_of(answer)


def test_pages_work_with_and_without_the_optional_style_sheet(desk, monkeypatch):
    from ledgerflow.web.templatetags import pages

    monkeypatch.setattr(pages, "_is_there", lambda path: True)
    assert "vendor/tabler/tabler.min.css" in text_of(desk.get())
    monkeypatch.setattr(pages, "_is_there", lambda path: False)
    assert "web/plain.css" in text_of(desk.get())
    assert desk_of(desk.books).get().status_code == 200
