"""A journal's format is known by its content, never guessed between two."""

import time

import pytest

from ledgerflow.core.errors import AmbiguousFormat, InputError, LedgerFlowError, UnknownFormat
from ledgerflow.interchange.journals import JOURNALS, Target, identify, journal_read

OPEN = b"2024-01-01 open Assets:A\n2024-01-01 open Assets:B\n"
PAIR = b"2024-01-02 x\n  a  %s EUR\n  b\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (OPEN, "beancount"),
        (b"\xef\xbb\xbf" + PAIR, "hledger"),
        (b"entry,date,account,amount\r\n1,2024-01-02,a,1\r\n", "csv"),
        (b"Date;Account;Debit;Credit\n", "csv"),
    ],
)
def test_the_content_says_the_format(data, expected):
    assert identify(data, "any.name").id == expected
    assert {journal.id for journal in JOURNALS} == {"beancount", "hledger", "csv"}


def test_none_and_two_are_errors_that_name_what_there_is():
    with pytest.raises(UnknownFormat, match="letter"):
        identify(b"Dear Sir or Madam,\n", "letter.txt")
    both = OPEN + b"account assets\n"
    with pytest.raises(AmbiguousFormat, match=r"Beancount and hledger"):
        identify(both, "mixed")
    assert journal_read("mixed", both, format_id="beancount").format == "beancount"
    with pytest.raises(InputError, match="no journal format"):
        journal_read("x", both, format_id="gnucash")


HOSTILE = {
    "a line of ten megabytes": OPEN + b"  Assets:A  " + b"1" * 10_000_000 + b" USD\n",
    "a number of many digits": PAIR % (b"9" * 19_000),
    "an exponent beyond all bounds": PAIR % b"1E999999999",
    "deep brackets": PAIR % (b"(" * 9_000 + b"1" + b")" * 9_000),
    "a NUL byte": OPEN + b"\0",
    "no UTF-8": OPEN + b"\xff\xfe",
    "texts that never end": OPEN + b'2024-01-02 * "\\"\n' * 200_000,
    "pads in a ring": OPEN + b"2024-01-01 pad Assets:A Assets:B\n2024-01-01 pad Assets:B Assets:A\n"
    b"2024-01-02 balance Assets:A 5.00 USD\n2024-01-02 balance Assets:B 5.00 USD\n",
    "CSV that is one cell": b"date,account,amount\n" + b"x" * 10_000_000,
    "CSV whose quotes never close": b'date,account,amount\n2024-01-02,a,"' + b"1\n" * 1_000_000,
    "CSV rows of another width": b"date,account,amount\n" + b"a,b\n" * 100_000,
    "CSV of no numbers": b"date,account,amount\n2024-01-02,a,NaN\n2024-01-02,b,Infinity\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_soon_and_clearly(what):
    began = time.process_time()
    try:
        reading = journal_read("hostile", HOSTILE[what], currency="USD")
        accounts = {(a.cell, a.currency): Target(1, a.currency) for a in reading.accounts}
        for _ in reading.entries(accounts):
            pass
        told = [(f.message, f.hint) for f in reading.all_faults() if f.severity == "error"]
    except LedgerFlowError as refused:
        told = [(refused.message, refused.hint)]
    assert told
    assert all(message and hint and len(message) < 500 for message, hint in told)
    assert time.process_time() - began < 2
