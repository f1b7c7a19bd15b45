"""Books plus undecided against the bank's closing balance."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post, entry_reverse
from ledgerflow.pipeline.reconciliation import clearing_balances, reconcile
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.choices import Choice
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount

FEBRUARY = b"""Date,Description,Amount,Balance
2025-02-03,RENT,-400.00,600.00
2025-02-10,CLIENT,150.00,750.00
"""
MARCH = b"""Date,Description,Amount,Balance
2025-03-03,RENT,-400.00,350.00
2025-03-10,CLIENT,500.00,850.00
"""

OFX = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>111000025<ACCTID>000123456789<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20250201<DTEND>20250228
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20250203<TRNAMT>-400.00<FITID>1<NAME>RENT</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20250210<TRNAMT>150.00<FITID>2<NAME>CLIENT</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>750.00<DTASOF>20250228</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def of(books, name="Checking", **options):
    with books.scope():
        return next(r for r in reconcile(books.business, **options) if r.name == name)


def test_the_quarter_comes_to_the_statement_with_the_opening_balance_named(quarter):
    found = of(quarter)
    assert found.ok
    assert (found.ledger, found.undecided, found.outside) == (
        Decimal("3587.99"),
        Decimal(-45),
        Decimal(1000),
    )
    assert found.closing == Decimal("4542.99")
    assert found.explanation == (
        "ledger 3,587.99 + undecided −45.00 (1) + opening balance not in the books 1,000.00"
        " = 4,542.99 = closing balance of 2025-03-28 4,542.99 USD"
    )


def test_a_card_is_owed_and_comes_to_its_statement_as_well(quarter):
    found = of(quarter, "Card")
    assert found.ok
    assert (found.ledger, found.outside, found.closing) == (
        Decimal(50),
        Decimal(-150),
        Decimal(-100),
    )


def test_money_moved_by_hand_shows_as_a_gap(quarter):
    with quarter.scope():
        bank = BankAccount.objects.get(business=quarter.business, name="Checking")
        equity = account_by_key(quarter.business, "owner_contribution")
        lines = (
            LineDraft(bank.ledger_account_id, Decimal(10), "USD"),
            LineDraft(equity.pk, Decimal(-10), "USD"),
        )
        entry_post(
            business=quarter.business,
            draft=EntryDraft(dt.date(2025, 2, 1), "By hand", lines, "hand"),
        )
    found = of(quarter)
    assert not found.ok
    assert found.gap == Decimal(-10)
    assert "too much is in the books" in found.explanation


def test_a_missing_statement_shows_as_a_gap_of_its_sum(studio, import_csv):
    import_csv(studio, "Checking", FEBRUARY)
    import_csv(
        studio,
        "Checking",
        b"Date,Description,Amount,Balance\n"
        b"2025-04-03,RENT,-400.00,450.00\n2025-04-10,CLIENT,20.00,470.00\n",
        name="april.csv",
    )
    found = of(studio)
    assert found.gap == Decimal(100)
    assert "a statement that was not imported" in found.explanation
    import_csv(studio, "Checking", MARCH, name="march.csv")
    assert of(studio).ok


def test_an_opening_entry_takes_the_place_of_the_printed_opening(make_books, import_csv):
    books = make_books(auto_accept=False)
    with books.scope():
        bank_account_add(
            business=books.business,
            name="Checking",
            stated_balance=Decimal(1000),
            stated_balance_date=dt.date(2025, 1, 31),
        )
    import_csv(books, "Checking", FEBRUARY)
    found = of(books)
    assert found.has_opening
    assert (found.ledger, found.undecided, found.ok) == (Decimal(1000), Decimal(-250), True)
    with books.scope():
        entry_reverse(entry=JournalEntry.objects.get(kind="opening"), reason="not ours")
    assert of(books).ok
    assert not of(books).has_opening


def test_a_wrong_opening_entry_is_a_gap(make_books, import_csv):
    books = make_books(auto_accept=False)
    with books.scope():
        bank_account_add(
            business=books.business,
            name="Checking",
            stated_balance=Decimal(900),
            stated_balance_date=dt.date(2025, 1, 31),
        )
    import_csv(books, "Checking", FEBRUARY)
    assert of(books).gap == Decimal(100)


def test_the_newest_statement_up_to_the_asked_day_is_met(studio, import_csv):
    import_csv(studio, "Checking", FEBRUARY)
    import_csv(studio, "Checking", MARCH, name="march.csv")
    assert of(studio).closing == Decimal(850)
    assert of(studio, until=dt.date(2025, 2, 28)).closing == Decimal(750)
    assert of(studio, until=dt.date(2025, 1, 1)).closing == Decimal(750)
    assert all(of(studio, until=dt.date(2025, m, 28)).ok for m in (1, 2, 3))


def test_nothing_to_compare_with_is_not_in_order(studio):
    found = of(studio)
    assert not found.ok
    assert found.gap is None
    assert found.explanation.startswith("no statement with a closing balance")


def test_an_undone_import_no_longer_counts(studio, import_csv):
    run = import_csv(studio, "Checking", FEBRUARY)
    batch_undo(studio.place, run.batch_id, user_id=studio.user.pk)
    assert of(studio).closing is None


def test_what_is_excluded_is_part_of_the_sum_and_named(quarter):
    with quarter.scope():
        (shop,) = undecided(quarter.business)
        choice = Choice(kind="exclude", reason="private")
        made = decision_accept(bank_transaction=shop, choice=choice, batch=quarter.batch())
        name = shop.bank_account.name
    found = of(quarter, name)
    assert found.ok
    assert (found.undecided_count, found.excluded_count) == (0, 1)
    assert found.excluded == Decimal(-45)
    assert "undecided 0.00 (0) + excluded −45.00 (1)" in found.explanation
    card = of(quarter, "Card")
    assert (card.excluded_count, "excluded" in card.explanation) == (0, False)
    with quarter.scope():
        decision_undo(decision=made, batch=quarter.batch("undo"), reason="ours after all")
    assert (of(quarter, name).undecided_count, of(quarter, name).excluded_count) == (1, 0)


def test_clearing_is_zero_only_when_both_halves_are_there(quarter):
    with quarter.scope():
        assert [c.ok for c in clearing_balances(quarter.business)] == [True]
        (between,) = clearing_balances(quarter.business, until=dt.date(2025, 2, 20))
    assert not between.ok
    assert between.amount == Decimal(300)
    assert between.lines == 1
    assert between.explanation.startswith("300.00 USD is left")


def test_without_any_opening_balance_the_gap_is_told_and_not_hidden(studio, import_csv):
    import_csv(studio, "Checking", OFX, name="february.ofx")
    found = of(studio)
    assert (found.outside, found.gap, found.ok) == (None, Decimal(1000), False)
    assert "no opening balance is known" in found.explanation
