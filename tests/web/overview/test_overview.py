"""The page of a business: how far it is, what waits, what is open, and for clients less of it."""

import html
import re

import pytest

from ledgerflow.firms.models import Membership, User
from ledgerflow.review.question_models import Question
from ledgerflow.statements.models import StatementFile
from tests.published import publish


def text_of(response):
    assert response.status_code == 200
    main = response.content.decode().split('id="main"')[-1]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def part(response, name):
    page = response.content.decode()
    return " ".join(
        re.sub(r"<[^>]+>", " ", page.split(f'id="{name}"')[1].split("</section>")[0]).split()
    )


def test_it_says_how_far_the_books_are_and_what_waits(kept_books):
    answer = kept_books.get()
    assert "15 % of the money settled · 1 decision left" in text_of(answer)
    waiting = part(answer, "waiting")
    assert "1 bank transaction not yet in the books: money in 500.00, money out 0.00 USD" in waiting
    assert "HARBOR CLIENT" in waiting
    assert f'href="{kept_books.base}review/"' in answer.content.decode()


def test_bank_accounts_show_the_newest_proof_beside_the_books(kept_books):
    accounts = part(kept_books.get(), "accounts")
    assert "Proved" in accounts
    assert "1,405.90" in accounts
    assert "2025-01-20" in accounts
    assert "\N{MINUS SIGN}94.10" in accounts


def test_the_last_files_have_their_proofs(kept_books):
    files = part(kept_books.get(), "statements")
    assert "january.csv" in files
    assert "Proved" in files
    with kept_books.books.scope():
        StatementFile.objects.update(state=StatementFile.State.NEEDS_PASSWORD)
    assert "1 file stopped and needs you" in text_of(kept_books.get())


def test_cash_is_a_chart_with_a_table_of_the_same_figures(kept_books):
    page = kept_books.get().content.decode()
    assert '<table class="table chart-table" data-chart="line">' in page
    assert 'data-value="-94.1000">\N{MINUS SIGN}94.10<' in page


def test_an_empty_business_says_what_to_do_first(desk):
    page = text_of(desk.get())
    assert "drop the first one above" in page
    assert "No statement yet." in page
    assert "Nothing waits" in page


def test_three_steps_lead_on_until_the_first_file_is_there(desk):
    assert "Drop a statement" in text_of(desk.get())
    assert "Look at the first report" in text_of(desk.get())


def test_who_has_files_sees_no_first_steps(kept_books):
    assert "Look at the first report" not in text_of(kept_books.get())


def test_open_questions_are_counted_and_lead_to_their_page(kept_books):
    books = kept_books.books
    with books.scope():
        for state in (Question.State.WAITING, Question.State.ANSWERED):
            Question.objects.create(
                firm_id=books.place.firm_id,
                business=books.business,
                text="What was this?",
                state=state,
                asked_by=books.user,
            )
    page = text_of(kept_books.get())
    assert "1 answer came from the client" in page
    assert "1 question waits for the client" in page


@pytest.fixture
def client_desk(kept_books):
    person = User.objects.create_user("client@example.com", "correct horse 12")
    place = kept_books.books.place
    with kept_books.books.scope():
        Membership.objects.create(
            firm_id=place.firm_id, user=person, role="client", business_id=place.business_id
        )
    kept_books.client.force_login(person)
    return kept_books


def test_a_client_hands_in_and_reads_and_sees_nothing_of_how_books_are_made(client_desk):
    answer = client_desk.get()
    page = text_of(answer)
    assert "What is needed from you" in page
    assert "Needs your answer" not in page
    main = answer.content.decode().split('id="main"')[-1]
    assert "/review/" not in main
    assert "/agents/" not in main
    assert "Hand in statements" in page


def test_the_bank_s_text_is_never_markup(desk):
    with desk.books.scope():
        publish(desk.books, [("2025-01-14", "-4.00", "<script>alert(1)</script>")])
    page = desk.get().content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
