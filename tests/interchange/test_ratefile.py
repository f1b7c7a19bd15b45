"""Exchange rates from a CSV file: all of them, or all faults together."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.ratefile import rates_read
from ledgerflow.ledger.rates import StatedRate

HEAD = b"currency,date,rate,source\n"


def test_columns_are_found_by_name_and_empty_lines_passed_over():
    data = (
        b"\xef\xbb\xbfSource, Rate ,Date,Currency,Remark\r\n"
        b'"Bank, central",1.0842,2025-03-31,EUR,x\r\n\r\n'
        b"A bank,0.0067,2025-03-31,JPY\r\n"
    )
    day = dt.date(2025, 3, 31)
    assert rates_read(data, "rates.csv") == [
        StatedRate("EUR", day, Decimal("1.0842"), "Bank, central"),
        StatedRate("JPY", day, Decimal("0.0067"), "A bank"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("euro,2025-03-31,1.1,a bank", "rates_currency"),
        ("EUR,31.03.2025,1.1,a bank", "rates_date"),
        ('EUR,2025-03-31,"1,1",a bank', "rates_rate"),
        ("EUR,2025-03-31,0,a bank", "rates_rate"),
        ("EUR,2025-03-31,-1.1,a bank", "rates_rate"),
        ("EUR,2025-03-31,NaN,a bank", "rates_rate"),
        ("EUR,2025-03-31,1.00000000001,a bank", "rates_rate"),
        ("EUR,2025-03-31,1.1,", "rates_source"),
        ("EUR,2025-03-31,1.1", "rates_source"),
    ],
)
def test_a_line_that_is_no_rate_is_a_fault_with_its_line(line, code):
    good = b"GBP,2025-03-31,1.3,a bank\n"
    with pytest.raises(InputError) as caught:
        rates_read(HEAD + good + line.encode() + b"\n" + good, "rates.csv")
    (fault,) = caught.value.extra["faults"]
    assert (fault["code"], fault["line"]) == (code, 3)
    assert "rates.csv: Line 3" in str(caught.value)


def test_all_faults_of_a_file_come_together():
    with pytest.raises(InputError) as caught:
        rates_read(HEAD + b"x,y,z,\n" * 3, "rates.csv")
    assert [f["line"] for f in caught.value.extra["faults"]] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "rates_columns"),
        (b"currency,date,rate\nEUR,2025-03-31,1.1\n", "rates_columns"),
        (HEAD, "rates_empty"),
        (b"\xff\xfe\x00", "rates_encoding"),
        (HEAD + b'EUR,"2025', "rates_csv"),
    ],
)
def test_what_is_no_file_of_rates_is_refused(data, code):
    with pytest.raises(InputError) as caught:
        rates_read(data, "rates.csv")
    assert caught.value.code == code
