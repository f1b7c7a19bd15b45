"""Dates as banks print them."""

import datetime as dt

import pytest

from ledgerflow.statements.tables.dates import (
    date_orders,
    looks_like_date,
    read_certain,
    read_date,
)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2019.04.19.", "ymd", "2019-04-19"),
        ("27 Feb 2018", "dmy", "2018-02-27"),
        ("12-Dec-2019", "mdy", "2019-12-12"),
        ("Feb 12, 2018", "dmy", "2018-02-12"),
        ("12 de febrero de 2018", "dmy", "2018-02-12"),
        ("13 févr. 2018", "dmy", "2018-02-13"),
        ("3-maj-2020", "dmy", "2020-05-03"),
        ("2018-02-25 12:34:56 +0000", "dmy", "2018-02-25"),
        ("03/08/2022 10:15 PM", "mdy", "2022-03-08"),
        ("22.02.18", "dmy", "2018-02-22"),
        ("20180225", "ymd", "2018-02-25"),
        ("2019年4月5日", "ymd", "2019-04-05"),
        ("1. 2. 2018", "dmy", "2018-02-01"),
    ],
)
def test_a_printed_date_is_read(text: str, order: str, expected: str) -> None:
    assert read_date(text, order) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["2018-02-30", "Pending", "12345678", "1.234.56", "1,234.56", ""])
def test_what_is_no_date_is_none(text: str) -> None:
    assert not looks_like_date(text)
    assert read_date(text, "dmy") is None


def test_a_day_above_twelve_leaves_one_order() -> None:
    assert date_orders("20.5.2020") == ("dmy",)
    assert date_orders("5/20/2020") == ("mdy",)


def test_a_date_beside_the_table_may_have_its_own_order_if_only_one_fits() -> None:
    assert read_certain("31/03/2025", "ymd") == dt.date(2025, 3, 31)
    assert read_certain("04/03/2025", "dmy") == dt.date(2025, 3, 4)
    assert read_certain("04/03/2025", "ymd") is None
