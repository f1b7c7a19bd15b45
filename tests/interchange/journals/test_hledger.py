"""hledger and ledger journals: their own balances, and a fault where they could be misread."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.interchange.journals.hledger import hledger_read, is_hledger
from tests.interchange.foreign import hledger_balances, ledger_balances
from tests.interchange.journals.invented_journals import hledger_journal
from tests.interchange.journals.readings import balances, errors, notes, same_to_the_cent


def in_iso(found):
    sums = defaultdict(Decimal)
    for (account, sign), amount in found.items():
        sums[account, {"$": "USD", "€": "EUR", "£": "GBP"}.get(sign, sign)] += amount
    return sums


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_invented_journals_have_the_balances_of_both_programs(tmp_path_factory, seed):
    path = tmp_path_factory.mktemp("journal") / "books.journal"
    path.write_text(hledger_journal(seed, entries=16))
    journal = hledger_read(path.read_text(), "USD")
    assert errors(journal) == []
    assert same_to_the_cent(balances(journal), in_iso(hledger_balances(path)))
    assert same_to_the_cent(balances(journal), in_iso(ledger_balances(path)))


def test_all_that_matters_for_books_is_read_as_hledger_reads_it(tmp_path):
    text = """; head
commodity $1,000.00
D $1,000.00
account assets:bank  ; type:C
account other  ; type:X
alias short = assets:bank
Y2024
comment
 nonsense here
end comment

01/02=01/05 ! (123) Payee | note ; comment date:2024-02-02
    assets:bank    $1,000.00 = $1000.00 ; opening
    equity:open
2024.1.3 * x
  * expenses:no commodity  20
  short  $-20.00
2024-01-04 exchange
  assets:eur   €100.00 @ $1.10
  assets:bank
2024-01-05 without a price
  assets:eur   50.00 EUR
  assets:bank  $-55.50
2024-01-06 total price
  assets:eur   "EUR" -10.50 @@ $11.55
  assets:bank  $11.55
2024-01-07 virtual
  expenses:food  $5.00
  assets:bank  $-5.00
  [budget:food]  $-5.00
  [budget:pool]
2024-01-08 assignment
  assets:bank   = $700.00
  expenses:unknown
2024-01-10 signs
  expenses:food  -$1.00
  expenses:food  $ -1.00
  expenses:food  $-1
  assets:bank  $3.00  == $703.00
apply account biz
2024-01-11 below
  assets:cash  1,234.00 USD
  income:sales
end apply account
~ monthly
  x  $1
  y
= food
  a  *2
P 2024-01-01 EUR $1.10
2024-01-12 several commodities left
  a:x  10.00 EUR
  a:y  $3.00
  a:z
2024-01-13 pounds
  expenses:x   £1.50
  other   £-1.50
"""
    path = tmp_path / "own.journal"
    path.write_text(text)
    journal = hledger_read(text, "USD")
    assert errors(journal) == []
    assert same_to_the_cent(balances(journal), in_iso(hledger_balances(path)))
    assert {"rule", "second_date", "skipped", "currency_read"} <= notes(journal)
    first = journal.entries[0]
    assert (first.description, first.lines[0].note) == ("Payee | note (123)", "opening")
    types = {account.name: account.type for account in journal.accounts}
    assert (types["assets:bank"], types["other"], types["a:x"]) == ("asset", "expense", "")


@pytest.mark.parametrize(
    ("posting", "code"),
    [
        ("  assets:a  1.000 EUR", "syntax"),
        ("  assets:a  1,000 EUR", "syntax"),
        ("  (assets:a)  1.00 EUR", "syntax"),
        ("  assets:a  5.00 HOOL", "no_money"),
        ("  assets:a  5.00 EUR {1.00 USD} @ 2.00 USD", "syntax"),
        ("  assets:a  $5.00", "open_currency"),
        ("  assets:a  1.00001 EUR", "too_many_decimals"),
        ("  assets:a $5.00", "syntax"),
        ("  assets:a  NaN EUR", "syntax"),
        ("  assets:a  5.00 EUR = 6.00 EUR", "balance"),
        ("  assets:a  5.00 EUR == 5.00 USD", "balance"),
        ("  assets:a  1E400 EUR", "syntax"),
        ("  assets:a  5.00", "no_currency"),
    ],
)
def test_a_posting_that_could_be_misread_is_a_fault_with_its_line(posting, code):
    text = f"; head\n2024-01-02 x\n{posting}\n  income:b\n"
    stated = "" if code == "no_currency" else "EUR"
    found = errors(hledger_read(text, stated))
    assert (code, 3) in found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("include other.journal\n", "directive"),
        ("bucket assets:a\n", "directive"),
        ("i 2024-01-01 10:00 work\n", "directive"),
        ("alias /x/ = y\n", "syntax"),
        ("01-02 x\n  a  1.00 EUR\n  b\n", "syntax"),
        ("2024-02-30 x\n  a  1.00 EUR\n  b\n", "syntax"),
        ("24-02-03 x\n  a  1.00 EUR\n  b\n", "syntax"),
        ("2024-01-02 x\n  a  1.00 EUR\n  b  1.00 EUR\n", "unbalanced"),
        ("2024-01-02 x\n  a\n  b\n  c  1.00 EUR\n", "missing_amounts"),
        ("wibble\n", "syntax"),
        ("\n  a  1.00 EUR\n", "syntax"),
        ("account a  ; type:Q\n", "syntax"),
        ("decimal-mark x\n", "syntax"),
        ("end apply account\n", "syntax"),
    ],
)
def test_lines_that_cannot_be_followed_are_faults(text, code):
    assert code in {found for found, _ in errors(hledger_read(text, "EUR"))}


def test_the_file_itself_may_say_which_mark_is_the_decimal_one():
    pair = "2024-01-02 x\n  a  {} EUR\n  b  -{} EUR\n"
    thousand = pair.format("1.000", "1.000")
    assert errors(hledger_read(thousand, "")) == [("syntax", 2), ("syntax", 3)]
    cents = hledger_read(thousand + pair.format("12.50", "12.50"), "")
    assert balances(cents)["a", "EUR"] == 1 + 12.5
    stated = hledger_read("decimal-mark ,\n" + thousand, "")
    assert balances(stated)["a", "EUR"] == 1000
    sample = hledger_read("commodity 1.000,00 EUR\n" + thousand, "")
    assert balances(sample)["a", "EUR"] == 1000


def test_hledger_is_known_by_its_content():
    assert is_hledger("2024-01-02 * Payee\n    assets:a  1 USD\n    b\n")
    assert is_hledger("account assets\n")
    assert not is_hledger('2024-01-02 * "Payee" "n"\n  Assets:A  1 USD\n')
    assert not is_hledger("date,account,amount\n2024-01-02,a,1\n")
