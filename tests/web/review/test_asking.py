"""What addresses and forms of the review pages say, read or refused; pure."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from ledgerflow.classification.sharetext import TypedShare
from ledgerflow.core.errors import InputError
from ledgerflow.review.queueing import QueueFilter
from ledgerflow.web.selectors.review_desk import Token, token_read
from ledgerflow.web.views.review.asking import asked_read, ids_read, wish_read

CODES = {"#7": "6150", "6150 repairs and maintenance": "6150"}


def sent(**fields):
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_a_filter_comes_out_of_the_address_and_goes_back_into_links():
    asked = asked_read(QueryDict("q=home+depot&way=out&from=2025-01-01&asked=hide&group=3:USD:x+-"))
    assert asked.wanted == QueueFilter(
        text="home depot", direction="out", start=dt.date(2025, 1, 1), hides_asked=True
    )
    assert asked.is_filtered
    assert asked.group == Token(3, "USD:x -")
    assert asked.query == "q=home+depot&from=2025-01-01&way=out&asked=hide"


def test_without_a_filter_everything_is_wanted():
    asked = asked_read(QueryDict("way=sideways&sure=very"))
    assert asked.wanted == QueueFilter()
    assert not asked.is_filtered


@pytest.mark.parametrize(
    "text", ["from=yesterday", "bank=one", "to=2025-02-30", "bank=" + "9" * 30]
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(InputError):
        asked_read(QueryDict(text))


@pytest.mark.parametrize("text", ["", "x", "3:", ":USD:a -", "three:USD:a -", "9" * 30 + ":USD:a"])
def test_what_names_no_group_is_none(text):
    assert token_read(text) is None


def test_a_groups_id_on_the_page_is_plain_and_its_own():
    one, other = Token(3, "USD:café & co -"), Token(3, "USD:café & co +")
    assert one.dom_id != other.dom_id
    assert one.dom_id.replace("-", "").isalnum()
    assert token_read(str(one)) == one


def test_accepting_wants_nothing_else():
    wish = wish_read(sent(do="accept", percent="100", percent_was="100"), CODES)
    assert not wish.places
    assert wish.business_percent is None


def test_a_share_that_was_changed_is_wanted():
    assert wish_read(sent(do="accept", percent="60 %", percent_was="100"), CODES) == wish_read(
        sent(do="accept", percent="60", percent_was="100"), CODES
    )
    assert wish_read(
        sent(do="accept", percent="62,5", percent_was="100"), CODES
    ).business_percent == Decimal("62.5")


@pytest.mark.parametrize("text", ["101", "-1", "half", "NaN"])
def test_a_share_that_is_none_is_refused(text):
    with pytest.raises(InputError):
        wish_read(sent(do="accept", percent=text, percent_was="100"), CODES)


@pytest.mark.parametrize(
    "typed", ["6150", "6150 Repairs and maintenance", " 6150  repairs AND maintenance "]
)
def test_an_account_is_taken_as_typed_or_as_chosen_from_the_list(typed):
    assert wish_read(sent(do="account", account=typed), CODES).account == "6150"


def test_a_choice_that_was_offered_names_an_account():
    assert wish_read(sent(do="choice:category:7"), CODES).account == "6150"
    with pytest.raises(InputError):
        wish_read(sent(do="choice:category:8"), CODES)


def test_choosing_an_account_without_one_is_refused():
    with pytest.raises(InputError, match="No account"):
        wish_read(sent(do="account", account=" "), CODES)


def test_a_transfer_may_name_its_other_half():
    assert wish_read(sent(do="transfer"), CODES).is_transfer
    assert wish_read(sent(do="transfer:12"), CODES).transfer_with_id == 12
    with pytest.raises(InputError):
        wish_read(sent(do="transfer:x"), CODES)


def test_a_split_has_shares_amounts_and_a_rest():
    wish = wish_read(
        sent(
            do="split",
            split_account=["6150", "6160", "3200", ""],
            split_size=["60%", "12,50", "", ""],
            split_note=["wood", "", "", ""],
        ),
        CODES,
    )
    assert wish.splits == (
        TypedShare("6150", percent=Decimal(60), note="wood"),
        TypedShare("6160", amount=Decimal("12.50")),
        TypedShare("3200"),
    )


@pytest.mark.parametrize(
    ("accounts", "sizes"),
    [(["6150"], ["60%"]), (["6150", ""], ["60%", "40%"]), (["6150", "6160"], ["lots", ""])],
)
def test_a_split_that_is_none_is_refused(accounts, sizes):
    with pytest.raises(InputError):
        wish_read(sent(do="split", split_account=accounts, split_size=sizes), CODES)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"account": "6150"}, "account"),
        ({"split_account": ["6150", "6160"], "split_size": ["60%", ""]}, "splits"),
        ({"reason": "wrong card"}, "is_exclusion"),
    ],
)
def test_a_form_without_a_button_is_taken_by_what_is_filled_in(fields, expected):
    assert getattr(wish_read(sent(**fields), CODES), expected)


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [("en", "1,200", "1200"), ("de", "1.200", "1200"), ("de", "1.234,50", "1234.50")],
)
def test_a_part_of_a_split_is_typed_in_the_language_of_the_page(language, typed, amount):
    parts = sent(do="split", split_account=["6150", "6160"], split_size=[typed, ""])
    with translation.override(language):
        assert wish_read(parts, CODES).splits[0].amount == Decimal(amount)


@pytest.mark.parametrize(("language", "typed"), [("en", "1.200"), ("de", "1,200")])
def test_a_part_that_can_be_read_in_two_ways_is_refused_with_both(language, typed):
    parts = sent(do="split", split_account=["6150", "6160"], split_size=[typed, ""])
    with translation.override(language), pytest.raises(InputError) as caught:
        wish_read(parts, CODES)
    assert "1200" in caught.value.hint
    assert f"{typed}0" in caught.value.hint


@pytest.mark.parametrize("size", ["0.12345", "1e30", "101%"])
def test_parts_that_cannot_be_kept_are_refused(size):
    parts = sent(do="split", split_account=["6150", "6160"], split_size=[size, ""])
    with pytest.raises(InputError):
        wish_read(parts, CODES)


@pytest.mark.parametrize("do", ["account", "choice:category:7"])
def test_an_account_takes_the_share_that_stands_beside_it(do):
    shown = {"do": do, "account": "6150", "percent": "60", "percent_was": "60"}
    assert wish_read(sent(**shown), CODES).business_percent == 60
    assert wish_read(sent(**shown | {"percent": "80"}), CODES).business_percent == 80
    assert wish_read(sent(do=do, account="6150"), CODES).business_percent == 100


def test_an_account_for_groups_that_are_marked_takes_all_unless_a_share_is_typed():
    marked = {"do": "account", "account": "6150", "mark": ["3:USD:a -", "3:USD:b -"]}
    assert wish_read(sent(**marked, percent="60", percent_was="60"), CODES).business_percent == 100
    assert wish_read(sent(**marked, percent="50", percent_was="60"), CODES).business_percent == 50


def test_a_share_is_read_back_as_the_page_of_the_language_shows_it():
    with translation.override("de"):
        wish = wish_read(sent(do="account", account="6150", percent_was="33,333"), CODES)
    assert wish.business_percent == Decimal("33.333")


def test_rows_are_numbers_each_once():
    assert ids_read(sent(ids=["3", "1", "3"])) == (3, 1)
    with pytest.raises(InputError):
        ids_read(sent(ids=["3", "x"]))
    with pytest.raises(InputError, match="too many"):
        ids_read(sent(ids=[str(n) for n in range(2_001)]))
