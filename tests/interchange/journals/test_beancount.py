"""Beancount journals: the same balances as Beancount itself, and a fault for what it refuses."""

from collections import defaultdict
from decimal import Decimal

import pytest
from beancount.core.data import Transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.interchange.journals.beancount import beancount_read, is_beancount
from ledgerflow.interchange.journals.currencies import iso_currencies
from tests.interchange.foreign import beancount_entries
from tests.interchange.journals.invented_journals import beancount_journal
from tests.interchange.journals.readings import balances, errors, notes, same_to_the_cent

OPEN = """2024-01-01 open Assets:A
2024-01-01 open Assets:B EUR,USD
2024-01-01 open Income:C
"""


def theirs(path):
    """Beancount's own balances; what is no money at its cost. The file has no error there."""
    entries, said, _ = beancount_entries(path)
    assert said == []
    sums = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            units, cost = posting.units, posting.cost
            if units.currency in iso_currencies():
                sums[posting.account, units.currency] += units.number
            else:
                sums[posting.account, cost.currency] += units.number * cost.number
    return sums


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_invented_journals_have_beancounts_own_balances(tmp_path_factory, seed):
    path = tmp_path_factory.mktemp("journal") / "books.beancount"
    path.write_text(beancount_journal(seed, entries=20))
    journal = beancount_read(path.read_text())
    assert errors(journal) == []
    assert same_to_the_cent(balances(journal), theirs(path))


def test_all_that_matters_for_books_is_read_as_beancount_reads_it(tmp_path):
    text = """option "title" "My \\"own\\" books"
option "operating_currency" "USD"
option "name_income" "Earnings"
plugin "beancount.plugins.implicit_prices"
* Accounts, unbalanced "quote
2024-01-01 open Assets:Bank:Giro USD,EUR
2024-01-01 open Assets:Bänk
2024-01-01 open Assets:Broker "LIFO"
2024-01-01 open Equity:Opening-Balances
2024-01-01 open Expenses:Café
2024-01-01 open Earnings:Gains
1970-01-01 commodity USD
  name: "US Dollar"
pushtag #trip
2024-01-02 pad Assets:Bank:Giro Equity:Opening-Balances
2024-01-10 balance Assets:Bank:Giro 1,000.00 USD
2024-01-05 * "Ca\\"fé" "over
two lines" ^link
  key: "x"
  Expenses:Café   (10.00 + 5.50) * 2 USD
  ! Assets:Bank:Giro
    note: "kept"
2024-01-11 txn "only narration"
  Assets:Bänk  100.00 EUR @ 1.1234 USD
  Assets:Bank:Giro
2024-01-12 ! "two commodities"
  Assets:Bänk  -50 EUR @@ 56.17 USD
  Assets:Bank:Giro 56.17 USD
2024-01-13 * "bought"
  Assets:Broker  3.456 VTI {12.3451 USD}
  Assets:Bank:Giro  -42.66 USD
2024-01-14 * "bought by the total"
  Assets:Broker  5 VTI {{ 60.00 USD, 2024-01-14, "lot" }}
  Assets:Bank:Giro
2024-01-15 * "sold"
  Assets:Broker  -6 VTI {} @ 15.00 USD
  Assets:Bank:Giro  90.00 USD
  Earnings:Gains
2024-01-16 * "several currencies left"
  Assets:Bänk  -10.00 USD
  Assets:Bänk  -20.00 EUR
  Equity:Opening-Balances
2024-01-18 * "cost worked out"
  Assets:Broker  10 HOOL {}
  Assets:Bank:Giro -100.00 USD
2024-01-18 P "a letter as flag"
  P Assets:Bänk  1.00 EUR {1.10 USD}
  Assets:Bank:Giro
2024-01-19 * "no currency"
  Expenses:Café  12.00
  Assets:Bank:Giro  -12.00 USD
2024-01-20 * "price worked out"
  Assets:Bänk  10.00 EUR @ USD
  Assets:Bank:Giro  -11.00 USD
2024-02-01 balance Assets:Broker  2.456 VTI
2024-02-01 balance Assets:Bank:Giro  764.51 ~ 900.00 USD
2024-02-01 price EUR 1.10 USD
2024-02-01 event "location" "x"
poptag #trip
2025-01-01 close Assets:Broker
"""
    path = tmp_path / "own.beancount"
    path.write_text(text)
    journal = beancount_read(text)
    assert errors(journal) == []
    assert same_to_the_cent(balances(journal), theirs(path))
    assert journal.title == 'My "own" books'
    assert {"skipped", "plugin", "at_cost"} <= notes(journal)
    types = {account.name: account.type for account in journal.accounts}
    assert types["Earnings:Gains"] == "income"
    first = next(e for e in journal.entries if e.line == 17)
    assert first.description == 'Ca"fé | over two lines'
    assert first.lines[1].note == "kept"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('2024-01-02 * "x"\n  Assets:A  1.00 USD\n  Assets:B  -1.01 USD\n', "unbalanced", 4),
        ('2024-01-02 * "x"\n  Assets:A  1.00 USD\n  Assets:X\n', "account_not_open", 6),
        ('2023-12-31 * "x"\n  Assets:A  1.00 USD\n  Income:C\n', "account_not_open", 5),
        ('2024-01-02 * "x"\n  Assets:B  1.00 CHF\n  Assets:A\n', "account_currency", 5),
        ('2024-01-02 * "x"\n  Assets:A  1.00001 USD\n  Assets:B\n', "too_many_decimals", 5),
        ('2024-01-02 * "x"\n  Assets:A  1 HOOL @ 5.00 USD\n  Assets:B\n', "no_money", 5),
        ('2024-01-02 * "x"\n  Assets:A\n  Assets:B\n  Income:C  1.00 USD\n', "missing_amounts", 6),
        ('2024-01-02 * "x"\n  Assets:A  NaN USD\n  Assets:B\n', "syntax", 5),
        ('2024-01-02 * "x"\n  Assets:A  1,23 USD\n  Assets:B\n', "syntax", 5),
        ('2024-01-02 * "x"\n\n  Assets:A  1.00 USD\n', "syntax", 6),
        ('2024-02-30 * "x"\n  Assets:A  1.00 USD\n  Assets:B\n', "syntax", 4),
        ('2024-01-02 * "x\n  Assets:A  1.00 USD\n', "syntax", 4),
        ('2024-01-02 * "x"\n  Assets:A  -1 HOOL {5.00 USD} @ {\n  Assets:B\n', "syntax", 5),
        ("2024-01-02 balance Assets:A  1.00 USD\n", "balance", 4),
        ('include "other.beancount"\n', "include", 4),
        ("2024-01-02 transfer Assets:A 1.00 USD\n", "syntax", 4),
        ("poptag #never\n", "syntax", 4),
        ("2024-01-01 open Foreign:A\n2024-01-01 open Assets:A\n", "syntax", 5),
        ('1815-06-18 open Assets:Old\n1815-06-18 * "x"\n  Assets:Old 1.00 USD\n  Assets:Old\n',
         "date_out_of_range", 5),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_fault_with_its_line(text, code, line):
    journal = beancount_read(OPEN + text)
    assert (code, line) in errors(journal)
    assert all(fault.hint for fault in journal.faults)


def test_pads_that_feed_each_other_end():
    pads = "".join(f"2024-01-01 pad Assets:{a} Assets:{b}\n" for a, b in ("AB", "BA"))
    checks = "".join(f"2024-01-02 balance Assets:{a} 5.00 USD\n" for a in "AB")
    assert [code for code, _ in errors(beancount_read(OPEN + pads + checks))] == ["balance"] * 2


def test_accounts_open_by_themselves_only_with_the_plugin_that_does_it():
    text = '2024-01-02 * "x"\n  Assets:N  1.00 USD\n  Income:N\n'
    assert errors(beancount_read(text)) == [("account_not_open", 2), ("account_not_open", 3)]
    assert errors(beancount_read('plugin "beancount.plugins.auto_accounts"\n' + text)) == []


def test_beancount_is_known_by_its_content():
    assert is_beancount(OPEN)
    assert is_beancount('; a\n2024-01-02 * "Payee" "n"\n  Assets:A  1 USD\n')
    assert not is_beancount("2024-01-02 * Payee\n    assets:a  1 USD\n    b\n")
    assert not is_beancount("entry,date,account,amount\n1,2024-01-02,a,1\n")
