"""The kind of an account is read off the first part of its name, or is left open."""

import pytest

from ledgerflow.interchange.journals.accounttypes import type_by_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Assets:Bank", "asset"), ("assets", "asset"), ("Debts:Card", "liability"),
        ("Liabilities:Tax", "liability"), ("Revenues:Sales", "income"), ("Expense:Rent", "expense"),
        ("Equity:Trading:EUR", "equity"), ("Equity:Rounding", "equity"), ("Assetsx:Bank", ""),
        ("Bank", ""),
    ],
)  # fmt: skip
def test_the_root_says_the_kind(name, kind):
    assert type_by_name(name) == kind
