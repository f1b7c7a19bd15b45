"""CSV journals: the quick way and the careful way say the same; faults name line and column."""

import csv as plain_csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.core.spreadsheets import text_neutral
from ledgerflow.interchange.journals.csv import CsvJournal, is_csv_journal
from ledgerflow.interchange.journals.staging import Target

WRITTEN = st.characters(codec="utf-8", exclude_characters="\0")
HEAD = "entry,date,description,account,amount\n"
FOUR = (
    "1,2024-01-02,Shop,Assets:Bank,-10.00\n1,2024-01-02,Shop,Expenses:Food,10.00\n"
    "2,2024-01-03,Client,Assets:Bank,5.50\n2,2024-01-03,Client,Income:Sales,-5.50\n"
)


def read(text, currency="USD"):
    journal = CsvJournal(text.encode(), currency)
    targets = {
        (a.cell, a.currency): Target(n, a.currency) for n, a in enumerate(journal.accounts, 1)
    }
    entries = list(journal.entries(targets))
    return entries, [(f.code.removeprefix("journal_"), f.line) for f in journal.all_faults()]


def test_rows_become_entries():
    entries, told = read(HEAD + FOUR)
    assert told == []
    assert entries[0] == (
        "2024-01-02\tnormal\t\tShop", "1\t1\t-10.0000\tUSD\t\n2\t2\t10.0000\tUSD\t", "",
    )  # fmt: skip
    assert [rows.count("\n") + 1 for _, rows, _ in entries] == [2, 2]


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace(",", ";") + FOUR.replace(",", ";"),
        HEAD + FOUR.replace("Shop", '"Shop"'),
        (HEAD + FOUR).replace("\n", "\r\n"),
        HEAD + FOUR.rstrip("\n"),
        HEAD + FOUR.replace("10.00", "10"),
        HEAD + FOUR.replace("2024-01-0", "2024/01/0"),
        "\ufeff" + HEAD + FOUR,
        HEAD + "\n" + FOUR,
    ],
)  # fmt: skip
def test_other_ways_of_writing_the_same_say_the_same(text):
    assert read(text) == read(HEAD + FOUR)


def test_debit_and_credit_currency_note_and_kind():
    text = (
        "Journal No,Date,Memo,Account Code,Account Name,Type,Debit,Credit,Currency,Note,Kind\n"
        '7,2024-01-02,"a, b",1010,Bank,asset,"1,000.00",,EUR,=x,opening\n'
        "7,2024-01-02,x,3900,Equity,equity,,(1000.00),EUR,'=y,opening\n"
    ).replace("(1000.00)", "1000.00")
    entries, told = read(text)
    assert told == []
    head, rows, _ = entries[0]
    assert head == "2024-01-02\topening\t\ta, b"
    assert rows.split("\n") == ["1\t1\t1000.0000\tEUR\t=x", "2\t2\t-1000.0000\tEUR\t=y"]
    account = CsvJournal(text.encode(), "").accounts[0]
    assert (account.name, account.title, account.type, account.currency) == (
        "1010", "Bank", "asset", "EUR",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("3,2024-01-04,x,Assets:Bank,1.00\n", ("unbalanced", 6)),
        ("3,2024-01-04,x,Assets:Bank,NaN\n", ("amount", 6)),
        ("3,2024-01-04,x,Assets:Bank,1.00001\n", ("too_many_decimals", 6)),
        ("3,2024-01-04,x,Assets:Bank,12345678901234567.00\n", ("amount_too_large", 6)),
        ('3,2024-01-04,x,Assets:Bank,"1,000"\n', ("amount", 6)),
        ("3,2024-01-04,x,Assets:Bank,\n", ("amount", 6)),
        ("3,2024-02-30,x,Assets:Bank,1.00\n", ("date", 6)),
        ("3,1815-06-18,x,Assets:Bank,1.00\n", ("date_out_of_range", 6)),
        ("3,2024-01-04,x,,1.00\n", ("no_account", 6)),
        ("3,2024-01-04,x,Assets:Bank\n", ("width", 6)),
        ("2,2024-01-04,x,Assets:Bank,0.00\n", ("entry_dates", 6)),
    ],
)
def test_a_bad_row_is_named_and_nothing_after_it_is_handed_out(row, fault):
    entries, told = read(HEAD + FOUR + row + "4,2024-01-05,y,Assets:Bank,1.00\n")
    assert fault in told
    assert ("unbalanced", 7) in told
    assert len(entries) < 3


def test_days_in_either_order_are_asked_for():
    text = HEAD + FOUR.replace("2024-01-02", "01/02/2024").replace("2024-01-03", "01/03/2024")
    assert read(text)[1] == [("date_order", 2)]
    assert read(text.replace("01/03/2024", "01/31/2024"))[0][0][0].startswith("2024-01-02")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(WRITTEN, min_size=1, max_size=12), st.integers(1, 10**9)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_a_spreadsheet_carries_comes_back(pairs):
    out = io.StringIO()
    writer = plain_csv.writer(out)
    writer.writerow(["entry", "date", "description", "account", "amount"])
    for number, (words, cents) in enumerate(pairs):
        for account, sign in (("Assets:A", 1), ("Income:B", -1)):
            amount = f"{sign * cents / 100:.2f}"
            writer.writerow([number, "2024-01-02", text_neutral(words), account, amount])
    entries, told = read(out.getvalue())
    assert told == []
    expected = [" ".join(words.split()) or "(no description)" for words, _ in pairs]
    assert [head.split("\t")[3].replace("\\\\", "\\") for head, _, _ in entries] == expected
    assert [rows.split("\t")[2] for _, rows, _ in entries] == [
        f"{cents / 100:.2f}00" for _, cents in pairs
    ]


def test_descriptions_are_found_again_by_line():
    journal = CsvJournal((HEAD + FOUR).encode(), "USD")
    assert (journal.described(4), journal.described(99)) == ("Client", "")
    assert CsvJournal(b"date,account,amount\n", "USD").described(2) == ""
    assert is_csv_journal(HEAD)
    assert not is_csv_journal("name,city\n")
