"""Which columns are amount, in, out and balance."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.tables.columns import look
from ledgerflow.statements.tables.judge import Money, Sample
from ledgerflow.statements.tables.moneycolumns import choose_money, final_roles


def chosen(roles: str, rows: list[list[str]], headers: list[str], stated: str = "") -> Money:
    sample = Sample(rows=rows, decimal=".", card=False, headers=tuple(headers))
    names = ["" if r == "-" else r for r in roles.split()]
    return choose_money(names, headers, sample, stated)


def test_unnamed_columns_are_told_by_the_balance_that_follows() -> None:
    rows = [["5.00", "105.00"], ["-3.00", "102.00"], ["1.00", "103.00"]]
    found = chosen("amount amount", rows, [])
    assert (found.amount, found.balance, found.sign) == (0, 1, "as_printed")


def test_a_balance_without_a_known_name_is_found() -> None:
    rows = [["5.00", "105.00"], ["-3.00", "102.00"]]
    assert chosen("amount -", rows, ["Amount", "Running total"]).balance == 1
    wrong = [["5.00", "105.00"], ["-3.00", "99.00"]]
    assert chosen("amount -", wrong, ["Amount", "Points"]).balance is None


def test_a_stated_sign_turns_balances_round_with_the_amounts() -> None:
    rows = [["5.00", "105.00"], ["-3.00", "102.00"]]
    found = chosen("amount balance", rows, ["Amount", "Balance"], "inverted")
    assert (found.sign, found.owed, found.why) == ("inverted", True, "stated")


def test_a_stated_sign_must_fit_the_columns() -> None:
    with pytest.raises(InputError) as caught:
        chosen("amount", [["5.00"]], ["Amount"], "flag")
    assert caught.value.code == "csv_profile"


def test_only_the_columns_that_are_used_keep_a_money_role() -> None:
    rows = [["1", "5.00", "9.00", "R1", "X"], ["2", "6.00", "8.00", "R2", "X"]]
    looks = [look(rows, i) for i in range(5)]
    roles = ["date", "amount", "balance", "bank_id", "bank_id"]
    found = final_roles(roles, Money("as_printed", amount=1), looks)
    assert found == ["date", "amount", "ignore", "bank_id", "ignore"]
