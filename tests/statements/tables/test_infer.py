"""From rows to the profile that reads them."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.tables.infer import infer

HEAD = ["Date", "Description", "Amount", "Fee", "Balance"]


def test_every_part_of_the_profile_has_its_reason() -> None:
    found = infer([["Date", "Text", "Amount"], ["2025-03-13", "A", "-5.00"]])
    assert set(found.profile.why) == {"layout", "decimal", "sign", "dates", "currency"}
    assert (found.other_order, found.unsure, found.is_open) == ("", "", False)


def test_fees_are_taken_off_only_where_the_balances_follow_with_them() -> None:
    apart = [
        HEAD,
        ["2025-03-13", "A", "-100.00", "1.00", "899.00"],
        ["2025-03-14", "B", "-50.00", "2.00", "847.00"],
    ]
    found = infer(apart)
    assert (found.profile.fee, found.fee) == ("subtract", "Fee")
    assert "fee column is taken off" in found.profile.why["sign"]
    inside = [HEAD, apart[1], ["2025-03-14", "B", "-50.00", "2.00", "849.00"]]
    assert (infer(inside).profile.fee, infer(inside).fee) == ("", "")


def test_a_net_column_is_the_amount_beside_fees() -> None:
    head = ["Date", "Description", "Amount", "Fee", "Net"]
    found = infer([head, ["2025-03-13", "Sale", "100.00", "3.00", "97.00"]])
    assert found.profile.roles.index("amount") == 4
    assert found.fee == ""


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Date", "Description"], ["2025-03-13", "A"]], "csv_no_amounts"),
        ([["Name", "Amount", "Balance"], ["A", "5.00", "6.00"]], "csv_no_dates"),
        ([[]], "csv_no_amounts"),
    ],
)
def test_a_table_without_money_or_days_is_refused(rows: list[list[str]], code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        infer(rows, name="x.csv")
    assert caught.value.code == code


def test_a_balance_under_an_unknown_name_is_found_by_following_it() -> None:
    rows = [
        ["Date", "Details", "Value", "Running total"],
        ["2025-03-13", "A", "-12.50", "987.50"],
        ["2025-03-14", "B", "250.00", "1237.50"],
    ]
    assert infer(rows).profile.roles[3] == "balance"
