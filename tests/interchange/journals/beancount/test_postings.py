"""A posting's line: amounts, sums, costs, prices."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.beancount.lexing import NoSyntax, tokens_of
from ledgerflow.interchange.journals.beancount.postings import (
    Reader,
    currency_read,
    day_of,
    number_read,
    plain_number,
    posting_read,
)
from ledgerflow.interchange.journals.beancount.records import Cost, Posting, Price


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Assets:A  -1,234.50 USD ; x", Posting(3, "Assets:A", Decimal("-1234.50"), "USD")),
        ("\tAssets:A", Posting(3, "Assets:A")),
        ("  ! Assets:A  USD", Posting(3, "Assets:A", None, "USD")),
        ("  T Assets:A  - 5 V", Posting(3, "Assets:A", Decimal(-5), "V")),
        ("  Assets:A  10 X.Y {1.5 # 2 USD}",
         Posting(3, "Assets:A", Decimal(10), "X.Y", Cost(Decimal("1.5"), Decimal(2), "USD"))),
        ('  Assets:A  1 HOOL {"l", 2024-01-02, 3 USD} @@ 4 USD',
         Posting(3, "Assets:A", Decimal(1), "HOOL",
                 Cost(Decimal(3), None, "USD", dt.date(2024, 1, 2), "l"),
                 Price(Decimal(4), "USD", True))),
        ("  Assets:A  1 EUR @", Posting(3, "Assets:A", Decimal(1), "EUR", None,
                                       Price(None, "", False))),
        ("  Assets:A  2 HOOL {{4 USD}}",
         Posting(3, "Assets:A", Decimal(2), "HOOL", Cost(None, Decimal(4), "USD"))),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_posting(text, expected):
    assert posting_read(3, text) == expected


@pytest.mark.parametrize(
    "text",
    ["  Assets:A 1 USD 2", "  Assets:A 1 USD {*}", "  Assets:A 1 H {2 USD", "  A 1 USD",
     "  Assets:A (1 + USD", "  Assets:A 1 EUR @ -1 USD", "  Assets:A 1 H {{1 # 2 USD}}",
     "  Assets:A 1 H {} {}"],
)  # fmt: skip
def test_what_is_no_posting(text):
    with pytest.raises(NoSyntax):
        posting_read(1, text)


def test_numbers_days_and_currencies():
    reader = Reader(tokens_of("(1 + 2) * 3 USD"))
    assert (number_read(reader), currency_read(reader), currency_read(reader)) == (9, "USD", "")
    assert plain_number("1,000,000.") == 1_000_000
    assert day_of("2024/1/5") == dt.date(2024, 1, 5)
    for bad in ("2024-13-01", "99999-01-01", "2024-1-100000000000"):
        with pytest.raises(NoSyntax):
            day_of(bad)
    with pytest.raises(NoSyntax):
        plain_number("12,34")
