"""Accounts to lines: the person's choice, then the key; signs as the form shows them."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.tax.forms import form_get
from ledgerflow.tax.mapping import NO_LINE, lines_from_accounts
from ledgerflow.tax.worksheet import worksheet

FORM = form_get("schedule_c", 2025)


@dataclass(frozen=True)
class Balance:
    account_id: int
    type: str
    key: str
    amount: Decimal


SALES = Balance(1, "income", "sales", Decimal("-5000.00"))
REFUNDS = Balance(2, "income", "returns_allowances", Decimal("120.00"))
BANK_FEES = Balance(3, "expense", "bank_fees", Decimal("36.00"))
SOFTWARE = Balance(4, "expense", "software_subscriptions", Decimal("240.00"))
OWN = Balance(5, "expense", "", Decimal("75.00"))
EQUIPMENT = Balance(6, "asset", "equipment", Decimal("900.00"))
FINES = Balance(7, "expense", "non_deductible", Decimal("60.00"))


def test_income_and_refunds_are_both_positive_on_the_form() -> None:
    sorted_ = lines_from_accounts(FORM, [SALES, REFUNDS])
    assert sorted_.amounts == {"1": Decimal("5000.00"), "2": Decimal("120.00")}
    assert worksheet(FORM, sorted_.amounts, {}, sorted_.sources).amount("3") == Decimal("4880.00")


def test_several_accounts_on_one_line_are_added_and_all_kept() -> None:
    sorted_ = lines_from_accounts(FORM, [BANK_FEES, SOFTWARE])
    assert sorted_.amounts == {"48": Decimal("276.00")}
    assert sorted_.sources == {"48": (BANK_FEES, SOFTWARE)}


def test_a_persons_choice_wins_over_the_key() -> None:
    sorted_ = lines_from_accounts(FORM, [SOFTWARE, OWN], {4: "18", 5: "22"})
    assert sorted_.amounts == {"18": Decimal("240.00"), "22": Decimal("75.00")}
    assert sorted_.unmapped == ()


def test_costs_that_reach_no_line_are_not_lost() -> None:
    sorted_ = lines_from_accounts(FORM, [OWN, FINES, EQUIPMENT, SOFTWARE], {4: NO_LINE})
    assert sorted_.amounts == {}
    assert sorted_.unmapped == (OWN, FINES, SOFTWARE)


def test_a_balance_sheet_account_counts_only_when_chosen() -> None:
    assert lines_from_accounts(FORM, [EQUIPMENT]).amounts == {}
    assert lines_from_accounts(FORM, [EQUIPMENT], {6: "13"}).amounts == {"13": Decimal("900.00")}


@pytest.mark.parametrize("line_id", ["28", "99", "44a", "33"])
def test_a_choice_that_no_account_can_take_is_refused(line_id: str) -> None:
    with pytest.raises(InputError, match=f"no account can go to line {line_id}"):
        lines_from_accounts(FORM, [OWN], {5: line_id})


def test_a_choice_of_another_years_line_goes_where_this_year_has_it() -> None:
    dinner = Balance(8, "expense", "", Decimal("80.00"))
    in_2022 = lines_from_accounts(form_get("schedule_c", 2022), [dinner], {8: "24b-r"})
    in_2025 = lines_from_accounts(FORM, [dinner], {8: "24b-r"})
    assert (in_2022.amounts, in_2025.amounts) == (
        {"24b-r": Decimal("80.00")},
        {"24b": Decimal("80.00")},
    )
