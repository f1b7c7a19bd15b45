"""Account names of plain-text accounting: legal, unique, stable."""

from dataclasses import replace

import regex
from beancount.core import account as beancount_account
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.interchange.accountnames import account_names, account_part
from ledgerflow.interchange.book import BookAccount
from tests.interchange.invented_books import ACCOUNTS, TEXTS, TYPES

LEGAL = regex.compile(
    f"(Assets|Liabilities|Equity|Income|Expenses)(:{beancount_account.ACC_COMP_NAME_RE})+"
)


def account(code, name, parent="", kind="asset"):
    """An account of which only the name matters."""
    return BookAccount(code, name, kind, "USD", parent_code=parent)


def test_a_name_leads_from_the_type_through_the_headings():
    names = account_names([account("1000", "Current assets"), account("1010", "Bank", "1000")])
    assert names["1010"] == "Assets:1000-Current-assets:1010-Bank"


def test_codes_that_look_alike_stay_two():
    parts = {account_part(account(code, "Cash")) for code in ("1.0", "1-0", "1 0", "10", "1")}
    assert len(parts) == 5


def test_a_code_and_a_name_that_look_like_another_code_stay_two():
    names = account_names([account("1", "2 x"), account("1-2", "x"), account("12", "x")])
    assert len(set(names.values())) == 3


def test_scripts_without_capitals_and_small_letters_begin_legally():
    assert account_part(account("漢", "字")) == "X-漢-字"
    assert account_part(account("ab", "ßx")) == "Ab-ßx"
    assert account_part(account("ßa", "x")) == "X-ßa-x"


def test_other_accounts_do_not_change_a_name():
    alone = account_names([ACCOUNTS[0], ACCOUNTS[2]])
    assert alone["1.0"] == account_names(ACCOUNTS)["1.0"]


def test_headings_in_a_circle_end():
    first, second = account("1", "a", "2"), account("2", "b", "1")
    names = account_names([first, second])
    assert names == {"1": "Assets:2-b:1-a", "2": "Assets:1-a:2-b"}


ANY = st.builds(
    BookAccount, code=TEXTS.filter(bool), name=TEXTS, type=st.sampled_from(TYPES),
    currency=st.just("USD"),
)  # fmt: skip


@given(st.lists(ANY, max_size=6, unique_by=lambda a: a.code), st.data())
def test_any_chart_has_legal_names_and_no_two_alike(chart, data):
    codes = ["", *(a.code for a in chart)]
    chart = [replace(a, parent_code=data.draw(st.sampled_from(codes))) for a in chart]
    names = account_names(chart)
    assert len(set(names.values())) == len(chart)
    assert [name for name in names.values() if not LEGAL.fullmatch(name)] == []
