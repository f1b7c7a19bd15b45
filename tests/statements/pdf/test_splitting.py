"""Where another account begins."""

from ledgerflow.statements.pdf.splitting import account_splits
from tests.statements.pdf.drawn import scanned


def splits(text, tables=()):
    return account_splits(scanned(text), set(tables))


def test_headings_name_the_accounts():
    text = "Checking  Account number 0001454582\n05/05 Shop 5.00\nSavings Account number 0001353588"
    assert splits(text, {1}) == {0: "0001454582", 2: "0001353588"}


def test_a_list_of_accounts_with_balances_is_no_heading():
    text = "Checking 0001454582   5.00\nAccount number 0001454582"
    assert splits(text) == {1: "0001454582"}


def test_a_part_of_a_number_is_the_same_account():
    text = "Sort code 20-00-00 Account number 96731566\nAccount number 96731566"
    assert set(splits(text).values()) == {"20-00-00 96731566"}


def test_a_payee_s_account_is_none_of_ours():
    text = "Account number 11111111\n05/05    Transfer   5.00\n         Account number 99999999"
    assert splits(text, {1}) == {0: "11111111"}


def test_the_accounts_of_a_membership_are_parted_by_their_headings():
    text = """Member Number 1234567
Share 7744013 - REGULAR SAVINGS
05/05 Shop 5.00
FREE CHECKING 0040
05/05 Shop 6.00
Loan 0200 - AUTO LOAN"""
    assert splits(text, {2, 4}) == {1: "7744013", 3: "0040", 5: "0200"}
