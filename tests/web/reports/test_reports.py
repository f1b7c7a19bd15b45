"""The pages of reports: the shelf, the choice of days, comparison, files, and what filing lacks."""

import html
import io
import json
import re

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.tokens import token_make
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.reports.writers import WRITERS
from tests.web.conftest import desk_of

PROFIT = "reports/profit-and-loss/"


def text_of(response):
    assert response.status_code == 200, response.content
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return html.unescape(" ".join(words.split()))


def heads(response):
    table = re.search(r'<table class="table report.*?</thead>', response.content.decode(), re.S)
    return re.findall(r"<th[^>]*>([^<]*)</th>", table[0])


def test_the_shelf_names_every_report_with_a_sentence_and_the_newest_year(kept_books):
    page = kept_books.get("reports/")
    shown = text_of(page)
    for kind in REPORTS:
        assert kind.title in shown
        assert kind.description in shown
    assert "profit-and-loss/?period=2025" in page.content.decode()


def test_a_tax_worksheet_is_on_the_shelf_of_its_regime_only(make_books):
    assert "Schedule C" not in text_of(desk_of(make_books(tax_regime="none")).get("reports/"))


def test_a_profit_and_loss_opens_month_by_month_and_can_stand_alone(kept_books):
    year = heads(kept_books.get(PROFIT, period="2025"))
    assert (year[1], len(year)) == ("Jan 2025", 14)
    assert heads(kept_books.get(PROFIT, period="2025", compare="alone")) == ["Account", "2025"]
    assert heads(kept_books.get(PROFIT, period="2025-01"))[1:] == ["Jan 2025", "Total"]


def test_two_periods_stand_side_by_side_and_both_open(kept_books):
    answer = kept_books.get(PROFIT, period="2025-Q1", compare="previous")
    assert heads(answer) == ["Account", "2025-Q1", "2024-Q4", "Difference", "Change"]
    page = answer.content.decode()
    assert re.search(r'<a href="[^"]*start=2025-01-01&amp;end=2025-01-31[^"]*">86.10</a>', page)
    assert "compare=last-year" in page


def test_a_balance_of_a_day_is_compared_with_the_day_a_year_before(kept_books):
    answer = kept_books.get("reports/balance-sheet/", period="2025", compare="last-year")
    assert heads(answer)[1:3] == ["2025-12-31", "2024-12-31"]


@pytest.mark.parametrize(
    "path",
    [
        f"{PROFIT}?period=soon",
        f"{PROFIT}?period=2025&compare=horoscope",
        "reports/balance-sheet/?period=2025&compare=months",
        "reports/general-ledger/?period=2025&compare=previous",
        "reports/horoscope/download.csv",
        f"{PROFIT}download.papyrus",
    ],
)
def test_a_question_that_a_report_cannot_answer_is_refused(kept_books, path):
    assert kept_books.client.get(kept_books.base + path).status_code == 400


def test_the_days_can_be_moved_by_links_without_losing_the_comparison(kept_books):
    page = kept_books.get(PROFIT, period="2025-Q1", compare="previous").content.decode()
    links = {m[1]: m[0] for m in re.findall(r'href="\?([^"]+)" rel="(\w+)"', page)}
    assert links["prev"].replace("&amp;", "&") == "period=2024-Q4&compare=previous"
    assert links["next"].replace("&amp;", "&") == "period=2025-Q2&compare=previous"
    assert re.search(r'period=2025-Q1[^"]*" aria-current="true">Q1<', page)


def test_charts_have_a_table_of_the_same_figures(kept_books):
    page = kept_books.get(PROFIT, period="2025").content.decode()
    charts = re.findall(r'<table[^>]*data-chart="(\w+)"', page)
    assert charts == ["bar", "bar"]
    assert 'data-value="86.1000">86.10<' in page


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.id)
def test_a_report_comes_as_a_file_in_every_layout(kept_books, writer):
    answer = kept_books.get(f"{PROFIT}download.{writer.id}", period="2025-Q1")
    assert answer.status_code == 200
    assert answer["Content-Type"] == writer.media_type
    name = f"harbor-street-studio-profit-and-loss-2025-Q1.{writer.suffix}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_holds_what_the_page_shows(kept_books):
    answer = kept_books.get(f"{PROFIT}download.json", period="2025-Q1", compare="previous")
    columns = [c["label"] for c in json.loads(answer.content)["columns"]]
    assert columns == ["2025-Q1", "2024-Q4", "Difference", "Change"]
    book = kept_books.get(f"{PROFIT}download.xlsx", period="2025", compare="alone")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert ["", "Total expenses", 94.1] in rows.to_python()


def token_of(books, user=None):
    firm_id = books.place.firm_id
    with books.scope():
        _row, text = token_make(firm_id=firm_id, user=user or books.user, name="Sheets", days=30)
    return text


def fetched(desk, token):
    address = f"{desk.base}{PROFIT}download.csv?period=2025"
    return Client().get(address, headers={"Authorization": f"Bearer {token}"})


def test_a_program_fetches_a_report_with_a_token(kept_books, make_books):
    answer = fetched(kept_books, token_of(kept_books.books))
    assert (answer.status_code, answer.content[:7]) == (200, b"Section")
    assert fetched(kept_books, token_of(make_books())).status_code == 404
    wrong = fetched(kept_books, "lf_guessed")
    assert (wrong.status_code, wrong["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_of_one_firm_opens_no_book_of_another_that_its_owner_also_keeps(
    kept_books, make_books
):
    other = make_books()
    with kept_books.books.scope():
        firm_id = kept_books.books.place.firm_id
        Membership.objects.create(firm_id=firm_id, user=other.user, role="owner")
    assert fetched(kept_books, token_of(other)).status_code == 404


def test_a_worksheet_leads_with_what_filing_lacks_and_folds_empty_lines(kept_books):
    answer = kept_books.get("reports/schedule-c-worksheet/", period="2025")
    shown = text_of(answer)
    assert "What is still missing for filing" in shown
    assert "1 bank transaction is not decided" in shown
    assert "Repairs and maintenance" in shown
    assert "Depletion" not in shown
    whole = kept_books.get("reports/schedule-c-worksheet/", period="2025", lines="all")
    assert "Depletion" in text_of(whole)


def test_a_client_reads_reports_and_is_sent_to_no_page_that_is_not_for_clients(kept_books):
    person = User.objects.create_user("client@example.com", "correct horse 12")
    place = kept_books.books.place
    with kept_books.books.scope():
        Membership.objects.create(
            firm_id=place.firm_id, user=person, role="client", business_id=place.business_id
        )
    kept_books.client.force_login(person)
    page = kept_books.get("reports/schedule-c-worksheet/", period="2025")
    assert page.status_code == 200
    main = page.content.decode().split('id="main"')[1]
    assert "/review/" not in main
    assert kept_books.get("reports/").status_code == 200
