"""Whole statements, drawn as text: lines, balances and verdicts without any template."""

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ledgerflow.statements.pdf.reading import read_pages
from ledgerflow.statements.proof import prove
from tests.statements.pdf.drawn import page, pages

DRAWN = tomllib.loads(Path(__file__).with_name("drawn_statements.toml").read_text("utf-8"))
LABELS = re.compile(
    r"account|balance|saldo|solde|total|charges|additions|depósitos|retiros", re.IGNORECASE
)
PLAIN = """
Account number 12345678      Statement 1 May 2024 to 31 May 2024
Date          Details                    Out        In      Balance
              Opening balance                                100.00
02 May 2024   Green grocer             10.00                  90.00
03 May 2024   Salary                              50.00      140.00
              Closing balance                                140.00
"""


@pytest.mark.parametrize("name", DRAWN)
def test_a_statement_is_read_exactly(name):
    drawn = DRAWN[name]
    read = read_pages(pages(*drawn["pages"]))
    found = []
    for statement in read.statements:
        edges = [b.amount if b else None for b in (statement.opening, statement.closing)]
        found.append(" ".join(map(str, (statement.account_id, *edges))))
        found += [f"  {x.date} {x.amount} {x.description}" for x in statement.lines]
    assert found == drawn["expected"].splitlines()
    verdicts = [prove(s, read.faults).verdict for s in read.statements]
    assert ",".join(verdicts) == drawn["verdicts"]


@pytest.mark.parametrize("name", DRAWN)
def test_a_changed_amount_is_never_proved(name):
    texts = tuple(DRAWN[name]["pages"])
    expected = DRAWN[name]["expected"].splitlines()
    lines = [line for line in expected[1:] if line.startswith("  ")]
    amount = lines[min(1, len(lines) - 1)].split()[1].lstrip("-")
    changed = _with_another_digit(texts, amount)
    assert changed != texts
    read = read_pages(pages(*changed))
    verdicts = [prove(s, read.faults).verdict for s in read.statements]
    assert verdicts.count("proved") < len(verdicts)


def _with_another_digit(texts, amount):
    """The texts with one digit of this amount changed, in the first row that is no label."""
    digits = r"[., ]?".join(amount.replace(".", ""))
    wanted = re.compile(rf"(?<![\d.,])({digits[:-1]})(\d)(?=[^\d.,]|$)")
    for at, text in enumerate(texts):
        lines = text.splitlines()
        for row, line in enumerate(lines):
            found = None if LABELS.search(line) else wanted.search(line)
            if found and found[2] == amount[-1]:
                other = "7" if found[2] != "7" else "3"
                lines[row] = line[: found.start(2)] + other + line[found.end(2) :]
                return (*texts[:at], "\n".join(lines), *texts[at + 1 :])
    return texts


def test_lines_keep_their_page_and_box():
    line = read_pages([page(PLAIN)]).statements[0].lines[0]
    assert (line.row, line.page) == (1, 1)
    left, top, right, bottom = line.box
    assert 0 < left < right <= 1
    assert 0 < top < bottom <= 1
    assert line.raw == "02 May 2024 Green grocer 10.00 90.00"


def test_a_page_without_a_table_is_told_and_gives_no_statement():
    read = read_pages([page("Dear customer,\nyour balance is 1,438.20 today.\nYours, the bank")])
    assert read.statements == ()
    assert [f.code for f in read.faults] == ["pdf_no_table"]


def test_balances_that_differ_without_transactions_are_a_fault():
    text = """
    Account number 12345678   1 May 2024 to 31 May 2024
    Opening balance   5.00
    Closing balance   7.00
    """
    read = read_pages([page(text)])
    assert [f.code for f in read.faults] == ["pdf_no_table"]
    assert read.statements[0].lines == ()


def test_no_words_at_all_are_no_table():
    assert [f.code for f in read_pages([page("")]).faults] == ["pdf_no_table"]


def test_a_statement_that_says_nothing_moved_is_proved_without_lines():
    text = """
    Account number 12345678   1 May 2024 to 31 May 2024
    Opening balance   5.00
    Closing balance   5.00
    There was no activity in this period.
    """
    statement = read_pages([page(text)]).statements[0]
    assert statement.stated_empty
    assert prove(statement).verdict == "proved"


def test_without_rows_and_without_that_sentence_nothing_is_stated():
    text = "Account number 12345678\nOpening balance   5.00\nClosing balance   5.00"
    assert not read_pages([page(text)]).statements[0].stated_empty


def test_pending_rows_are_kept_apart():
    text = (
        PLAIN.rstrip()
        + """

Pending transactions
Date          Details                    Out        In      Balance
30 May 2024   Bookshop                  9.00
"""
    )
    statement = read_pages([page(text)]).statements[0]
    assert [line.description for line in statement.pending] == ["Bookshop"]
    assert statement.sum == Decimal("40.00")


def test_an_order_of_day_and_month_that_nothing_decides_is_asked():
    text = "Date         Details        Amount\n05/06/2024   Shop             5.00"
    assert "date_order_ambiguous" in [f.code for f in read_pages([page(text)]).faults]


def test_an_amount_that_cannot_be_read_keeps_the_statement_from_being_proved():
    read = read_pages([page(PLAIN.replace("10.00 ", "1O.O0 "))])
    assert "pdf_bad_amount" in [f.code for f in read.faults]
    assert prove(read.statements[0], read.faults).verdict == "not_proved"


def test_small_print_full_of_figures_and_days_is_no_transaction():
    text = (
        PLAIN
        + """
From 01/01/2024 the rate is 4.25 %. Deposits up to 85,000.00 are protected. On 31/12/2023 it was
3.75 %. Call 0123 456789 between 08:00 and 20:00. A fee of 25.00 applies from 1 June 2024.
"""
    )
    assert len(read_pages([page(text)]).statements[0].lines) == 2


def test_the_reading_is_explained():
    reading = read_pages([page(PLAIN)]).reading
    assert reading["period"] == ["2024-05-01", "2024-05-31"]
    assert reading["accounts"][0]["roles"] == [["out", "in", "balance"]]


def test_words_in_any_order_and_slightly_off_are_read_the_same():
    drawn = page(PLAIN)
    moved = tuple(replace(w, top=w.top + i % 2 * 0.7) for i, w in enumerate(drawn.words))
    same = read_pages([replace(drawn, words=tuple(reversed(moved)), source="ocr")])
    assert same.statements[0].lines[0].description == "Green grocer"
    assert prove(same.statements[0], same.faults).verdict == "proved"
