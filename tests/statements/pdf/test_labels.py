"""Labels of balances, totals and sections."""

import pytest

from ledgerflow.statements.pdf.labels import read_label


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Beginning balance on March 1, 2024", "opening"),
        ("Alter Kontostand vom 30.04.2021", "opening"),
        ("Ancien solde au 31.12.2023", "opening"),
        ("SALDO ANTERIOR", "opening"),
        ("New Balance", "closing"),
        ("Saldo finale", "closing"),
        ("BALANCE BROUGHT FORWARD", "brought"),
        ("SUB TOTAL CARRIED FORWARD TO NEXT PAGE", "carried"),
        ("Total Deposits and Additions", "total_in"),
        ("Payments Out", "out"),
        ("Solde au 31/01/2024", "balance"),
        ("Minimum Payment Due", "aside"),
        ("TOTAL FITNESS CLUB", ""),
        ("Opening hours", ""),
    ],
)
def test_what_a_figure_beside_a_label_is(text, kind):
    assert read_label(text).figure_kind == kind


@pytest.mark.parametrize(
    ("text", "section", "direction"),
    [
        ("DEPOSITS AND ADDITIONS", "transactions", 1),
        ("Electronic Withdrawals and Fees", "transactions", -1),
        ("Checks Paid", "checks", -1),
        ("Daily ending balance", "daily", 0),
        ("Pending transactions", "pending", 0),
        ("Your accounts at a glance", "apart", 0),
        ("COFFEE ROASTERS", "", 0),
    ],
)
def test_what_a_heading_says(text, section, direction):
    label = read_label(text)
    assert (label.section, label.direction) == (section, direction)


def test_a_printed_count_is_read():
    assert read_label("Deposits and Additions (6)").count == 6
    assert read_label("2022 OPENING BALANCE").count is None


def test_payments_alone_have_no_direction_of_their_own():
    label = read_label("PAYMENTS")
    assert (label.is_payment, label.direction) == (True, 0)
    assert not read_label("Payments and credits").is_payment


def test_a_sentence_is_no_label():
    assert not read_label("balance " * 30).is_closed


def test_titles_of_fixed_deposits_and_securities_head_no_transactions():
    assert read_label("Start Date   Maturity   Rate % p.a.   Principal").section == "apart"
    assert read_label("ISIN Stück Kurswert").section == "apart"
    assert read_label("Maturity").section == ""
