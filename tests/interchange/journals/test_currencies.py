"""A sign stands for one currency, or it is asked which one."""

import pytest

from ledgerflow.interchange.journals.currencies import currency_of, is_shared, iso_currencies


@pytest.mark.parametrize(
    ("sign", "stated", "code"),
    [("USD", "", "USD"), ("€", "USD", "EUR"), ("$", "USD", "USD"), ("$", "CAD", "CAD"),
     ("$", "EUR", ""), ("$", "", ""), ("", "EUR", "EUR"), ("", "", ""), ("HOOL", "USD", ""),
     ("usd", "", "USD"), ("R$", "", "BRL"), ("kr", "SEK", "SEK"), ("XXX", "USD", "")],
)  # fmt: skip
def test_signs_are_read_by_table_or_by_what_is_stated(sign, stated, code):
    assert currency_of(sign, stated) == code


def test_shared_signs_are_known():
    assert is_shared("$")
    assert not is_shared("€")
    assert {"EUR", "USD", "DEM"} <= iso_currencies()
