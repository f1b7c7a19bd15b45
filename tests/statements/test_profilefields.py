"""Fields of a reading in a person's words, each fault with the name of its field."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.profilefields import FIELDS, answers, corrected, in_words

KNOWN = {
    "headers": ["Datum", "Text", "Betrag", "Saldo"],
    "roles": ["date", "description", "amount", "ignore"],
}


@pytest.mark.parametrize(
    ("word", "field", "value"),
    [
        ("date_order=dmy", "date_order", "dmy"),
        ("decimal=,", "decimal", ","),
        ("sign=inverted", "sign", "inverted"),
        ("currency=eur", "currency", "EUR"),
        ("delimiter=tab", "delimiter", "\t"),
        ("delimiter=;", "delimiter", ";"),
        ("encoding=Windows-1252", "encoding", "cp1252"),
        ("newest_first=yes", "newest_first", True),
        ("balance_owed=no", "balance_owed", False),
        ("flag_in=CR, C", "flag_in", ["CR", "C"]),
        ("roles=date, amount", "roles", ["date", "amount"]),
        ("column.4=balance", "roles", ["date", "description", "amount", "balance"]),
        ("column.saldo=balance", "roles", ["date", "description", "amount", "balance"]),
        ("sign=", "sign", None),
    ],
)
def test_a_field_is_said_with_its_value(word, field, value):
    assert corrected(KNOWN, [word]) == {field: value}


def test_two_columns_are_corrected_together():
    changed = corrected(KNOWN, ["column.2=counterparty", "column.4=balance"])
    assert changed == {"roles": ["date", "counterparty", "amount", "balance"]}


def test_a_column_may_have_an_equals_sign_in_its_name():
    known = {"headers": ["a=b", "c"], "roles": ["ignore", "ignore"]}
    assert corrected(known, ["column.a=b=date"]) == {"roles": ["date", "ignore"]}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("date_order=ydm", "date_order: 'ydm' is none of dmy, mdy, ymd"),
        ("decimal=;", "decimal: ';' is none of ., ,"),
        ("currency=EURO", "currency: 'EURO' is no currency code"),
        ("delimiter=comma or so", "delimiter:"),
        ("encoding=utf-99", "encoding: 'utf-99' is no encoding"),
        ("encoding=a\0b", "encoding:"),
        ("newest_first=perhaps", "newest_first: 'perhaps' is neither yes nor no"),
        ("roles=date,money", "roles: 'money' is no role"),
        ("column.9=balance", "column.9: there is no such column; the columns are 1 Datum, 2 Text"),
        ("column.4=money", "column.4: 'money' is no role"),
        ("colour=red", "colour: there is no such field; there are date_order"),
        ("account_id=DE02120300000000202051", "account_id: there is no such field"),
        ("dmy", "dmy: this is not field=value"),
        ("=dmy", "this is not field=value"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(word, said):
    with pytest.raises(InputError) as caught:
        corrected(KNOWN, ["date_order=dmy", word])
    assert said in caught.value.message
    assert caught.value.code == "csv_profile"


def test_nothing_to_set_is_said_with_the_fields_there_are():
    with pytest.raises(InputError) as caught:
        corrected(KNOWN, [])
    assert all(field in caught.value.hint for field in FIELDS)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("delimiter", "\t", "tab"),
        ("delimiter", "^", "^"),
        ("newest_first", None, "as the file shows"),
        ("carry_dates", True, "yes"),
        ("flag_out", ["DR", "D"], "DR,D"),
        ("sign", "columns", "columns"),
    ],
)
def test_a_value_is_shown_as_it_may_be_said(field, value, word):
    assert in_words(field, value) == word


def test_the_fields_that_a_file_leaves_open_are_told_with_their_values():
    one = {"date_order": "dmy", "sign": "as_printed", "decimal": "."}
    reading = {"candidates": [one, {**one, "date_order": "mdy"}, {**one, "sign": "inverted"}]}
    assert answers(reading) == [
        ("date_order", ["dmy", "mdy"]),
        ("sign", ["as_printed", "inverted"]),
    ]
    assert answers({}) == []
