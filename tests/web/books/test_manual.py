"""Entries by hand: posted once, every fault on its field, nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import period_lock
from ledgerflow.review.paper_models import Attachment
from tests.web.books.conftest import as_role, entry_form, plain

PAGE = "books/entries/new/"
RIDE = [("6180 Travel", "1,012.50", "", "by train"), ("3200", "", "1012.5", "")]
BLANK = ("", "", "", "")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def send(desk, *lines, **fields):
    return desk.client.post(desk.base + PAGE, entry_form(*(lines or RIDE), **fields))


def entries(desk):
    with desk.books.scope():
        return [
            (e.number, e.date, e.description, [(x.account.code, x.amount) for x in e.lines.all()])
            for e in JournalEntry.objects.order_by("number").prefetch_related("lines__account")
        ]


def test_an_entry_is_posted_and_its_page_opens(desk):
    answer = send(desk, *RIDE, BLANK)
    assert answer["Location"] == f"{desk.base}books/entries/1/"
    ((number, date, description, lines),) = entries(desk)
    assert (number, date, description) == (1, dt.date(2025, 5, 3), "A ride")
    assert sorted(lines) == [("3200", -1012.5), ("6180", 1012.5)]
    page = plain(desk.client.get(answer["Location"]))
    assert "Entry 1 is posted." in page
    assert "entry_write" in page


def test_a_form_that_is_sent_twice_posts_once(desk):
    assert send(desk)["Location"] == send(desk)["Location"]
    assert len(entries(desk)) == 1
    changed = send(desk, ("Travel", "5", "", ""), ("3200", "", "5", ""))
    assert changed.status_code == 409
    assert 'value="Travel"' in changed.content.decode()
    assert len(entries(desk)) == 1


def test_a_form_brings_blank_lines_a_token_and_every_account(desk):
    page = desk.get(PAGE).content.decode()
    assert page.count('name="account"') == 6
    assert re.search(r'name="token" value="[0-9a-f]{32}"', page)
    assert '"code": "6180"' in page
    assert '<option value="6180 Travel">' in page
    more = send(desk, *RIDE, more="1").content.decode()
    assert more.count('name="account"') == 6
    assert 'value="1,012.50"' in more
    assert entries(desk) == []
    assert desk.get(f"{PAGE}line/").content.decode().count('name="account"') == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("Travel", "12..5", "", ""), ("3200", "", "12.5", "")], "This is no amount."),
        ([("Travel", "USD 12", "", ""), ("3200", "", "12", "")], "This is no amount."),
        ([("Travel", "-12", "", ""), ("3200", "", "12", "")], "above zero"),
        ([("Travel", "0", "", ""), ("3200", "", "0", "")], "above zero"),
        ([("Travel", "12.3456", "", ""), ("3200", "", "12.3456", "")], "USD has 2 decimals."),
        ([("Travel", "12", "12", ""), ("3200", "", "12", "")], "Use one of both columns."),
        ([("Travel", "", "", "by train"), ("3200", "", "12", "")], "Write an amount here"),
        ([("", "12", "", ""), ("3200", "", "12", "")], "Choose an account."),
        ([("Zeppelin", "12", "", ""), ("3200", "", "12", "")], "no account"),
        ([("5000", "12", "", ""), ("3200", "", "12", "")], "headings take no entries|no account"),
        ([("Travel", "12", "", ""), ("3200", "", "11.5", "")], "Debits exceed credits by 0.50 USD"),
        ([("Travel", "12", "", "")], "An entry has two lines or more"),
        ([BLANK, BLANK], "An entry has two lines or more"),
    ],
)
def test_a_fault_stands_on_its_field_and_what_was_typed_stays(desk, lines, said):
    answer = send(desk, *lines)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(said, page)
    for line in lines:
        for text in filter(None, line):
            assert f'value="{text}"' in page
    assert entries(desk) == []


def test_all_faults_come_together(desk):
    page = plain(send(desk, ("Zeppelin", "x", "", ""), date="soon", description=" "))
    for said in ("no account", "This is no amount.", "Write the day as", "Say what the entry is"):
        assert said in page


def test_a_locked_month_is_423_and_keeps_what_was_typed(desk):
    with desk.books.scope():
        period_lock(business=desk.books.business, month=dt.date(2025, 5, 1), reason="agreed")
    answer = send(desk)
    page = answer.content.decode()
    assert answer.status_code == 423
    assert "what you typed is still here" in page
    assert 'value="1,012.50"' in page
    assert f'value="{"a" * 32}"' in page
    assert send(desk, date="2025-06-01").status_code == 302
    assert [date for _, date, _, _ in entries(desk)] == [dt.date(2025, 6, 1)]


def test_a_receipt_is_kept_with_its_entry_or_nothing_is_posted(desk):
    bad = SimpleUploadedFile("notes.txt", b"no receipt")
    assert send(desk, papers=[bad]).status_code == 400
    assert entries(desk) == []
    assert send(desk, papers=[SimpleUploadedFile("ticket.png", PNG)]).status_code == 302
    with desk.books.scope():
        assert Attachment.objects.get().entry.number == 1


def test_more_receipts_than_go_at_once_are_refused_and_nothing_is_lost(desk):
    many = [SimpleUploadedFile(f"{n}.png", PNG) for n in range(11)]
    refused = send(desk, papers=many)
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "You chose 11 files; at most 10 go at once. None is kept yet." in page
    assert 'value="1,012.50"' in page
    assert entries(desk) == []


def test_a_receipt_that_is_too_large_is_not_read(desk, monkeypatch):
    monkeypatch.setattr("ledgerflow.web.views.papers.PAPER_BYTES_MAX", 10)
    assert send(desk, papers=[SimpleUploadedFile("ticket.png", PNG)]).status_code == 413
    assert entries(desk) == []


def test_where_a_receipt_lies_that_comes_again_is_told(desk):
    send(desk, papers=[SimpleUploadedFile("ticket.png", PNG)])
    again = send(desk, token="b" * 32, papers=[SimpleUploadedFile("again.png", PNG)])
    page = plain(desk.client.get(again["Location"]))
    assert "ticket.png was here already, with entry 1; it stays there." in page


def test_an_entry_is_copied_as_a_new_one_of_today(desk):
    send(desk)
    page = desk.get(PAGE, copy="1").content.decode()
    assert 'value="6180 Travel"' in page
    assert 'value="1012.50"' in page
    assert 'value="by train"' in page
    assert 'value="2025-05-03"' not in page
    assert desk.get(PAGE, copy="7").status_code == 404
    assert desk.get(PAGE, copy="x").status_code == 404


def test_amounts_are_read_in_the_language_of_the_page(desk):
    desk.client.cookies["django_language"] = "de"
    lines = [("Travel", "1.012,50", "", ""), ("3200", "", "1012.50", "")]
    assert send(desk, *lines).status_code == 302
    assert entries(desk)[0][3][0][1] in (1012.5, -1012.5)


@pytest.mark.parametrize("role", ["viewer", "client"])
def test_who_may_not_write_sees_no_form(desk, role):
    guest = as_role(desk, role)
    assert guest.get(PAGE).status_code == 404
    assert send(guest).status_code == 404
    assert entries(desk) == []
