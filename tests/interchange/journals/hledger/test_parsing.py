"""Lines and what belongs to them."""

import datetime as dt

from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.hledger.amounts import Money
from ledgerflow.interchange.journals.hledger.parsing import Parser


def parsed(text):
    faults = Faults()
    journal = Parser(faults, Money(faults, "USD")).read(text)
    return journal, [(f.code.removeprefix("journal_"), f.line) for f in faults.all()]


def test_heads_and_days():
    journal, told = parsed(
        "Y2023\n1/2 * (7) Shop ; c\n  a  1 USD\n  ; note\n  b\n\n"
        "2024.12.31=2025.1.1\n  a  1 USD\n  b\n"
    )
    first, second = journal.transactions
    assert (first.date, first.description, len(first.postings)) == (
        dt.date(2023, 1, 2),
        "Shop (7)",
        2,
    )
    assert (second.date, second.description) == (dt.date(2024, 12, 31), "")
    assert told == [("second_date", 7)]


def test_blocks_are_passed_over():
    journal, told = parsed("comment\n2024-01-01 x\nend comment\n~ monthly\n  a  1 USD\n# c\n* c\n")
    assert journal.transactions == []
    assert told == [("rule", 4)]


def test_dates_of_postings_are_told():
    _, told = parsed("2024-01-01 x\n  a  1 USD  ; date:2024-02-02\n  b  ; [2024-03-01]\n")
    assert told == [("posting_date", 2)]


def test_an_entry_ends_with_an_empty_line():
    _, told = parsed("2024-01-01 x\n  a  1 USD\n\n  b  -1 USD\n")
    assert told == [("syntax", 4)]
