"""Choosing the line of a form for an account."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.tax.selectors import chosen_lines
from ledgerflow.tax.services import tax_line_choose


def test_a_chosen_line_counts_and_a_second_choice_replaces_it(books):
    with books.scope():
        supplies = account_by_key(books.business, "supplies")
        for line in ("18", "22"):
            tax_line_choose(account=supplies, form_id="schedule_c", line_id=line)
        assert chosen_lines(books.business, "schedule_c", 2025) == {supplies.pk: "22"}


@pytest.mark.parametrize(
    ("form", "line"), [("schedule_c", "31"), ("schedule_c", "x"), ("nine", "1")]
)
def test_a_line_that_takes_no_amounts_is_refused(books, form, line):
    with books.scope(), pytest.raises(InputError):
        tax_line_choose(
            account=account_by_key(books.business, "supplies"), form_id=form, line_id=line
        )


def test_an_account_may_be_put_on_no_line_from_a_year_on(books):
    with books.scope():
        supplies = account_by_key(books.business, "supplies")
        tax_line_choose(account=supplies, form_id="schedule_c", line_id="18", from_year=2024)
        tax_line_choose(account=supplies, form_id="schedule_c", line_id="", from_year=2025)
        chosen = [chosen_lines(books.business, "schedule_c", year) for year in (2023, 2024, 2025)]
        assert chosen == [{}, {supplies.pk: "18"}, {supplies.pk: ""}]


def test_lines_are_those_of_the_year_that_they_are_chosen_from(books):
    with books.scope():
        fees = account_by_key(books.business, "bank_fees")
        tax_line_choose(account=fees, form_id="schedule_c", line_id="48", from_year=2022)
        with pytest.raises(InputError):
            tax_line_choose(account=fees, form_id="schedule_c", line_id="27", from_year=2022)
