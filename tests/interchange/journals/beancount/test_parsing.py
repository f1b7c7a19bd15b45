"""Directives become records; what is skipped is told, what is unknown is a fault."""

from decimal import Decimal

from ledgerflow.interchange.journals.beancount.parsing import Parser
from ledgerflow.interchange.journals.faults import Faults


def parsed(text):
    faults = Faults()
    return Parser(faults).read(text), [(f.code, f.line) for f in faults.all()]


def test_directives_become_records():
    journal, told = parsed(
        '2024-01-01 open Assets:A USD, EUR "FIFO"\n'
        "2024-01-02 pad Assets:A Equity:O\n2024-01-03 balance Assets:A 1.0 ~ 0.5 USD\n"
        "2024-01-04 close Assets:A\n"
        '2024-01-05 * "p" | "n" #t ^l\n  #more\n  Assets:A  1 USD\n'
    )
    opened = journal.opened["Assets:A"]
    assert (opened.currencies, opened.method) == (frozenset({"USD", "EUR"}), "FIFO")
    assert journal.pads[0].source == "Equity:O"
    assert journal.assertions[0].tolerance == Decimal("0.5")
    assert journal.closed["Assets:A"].line == 4
    assert (journal.transactions[0].description, len(journal.transactions[0].postings)) == (
        "p | n",
        1,
    )
    assert told == []


def test_after_a_broken_head_its_postings_are_not_faults_of_their_own():
    _, told = parsed('2024-99-01 * "x"\n  Assets:A  1 USD\n  Assets:B\n\n2024-01-01 nonsense\n')
    assert told == [("journal_syntax", 1), ("journal_syntax", 5)]


def test_twice_opened_or_closed_and_open_tags_are_told():
    _, told = parsed(
        "2024-01-01 open Assets:A\n2024-01-01 open Assets:A\n"
        "2024-01-01 close Assets:A\n2024-01-01 close Assets:A\npushtag #t\n"
        '2024-01-01 open Assets:B "BEST"\n'
    )
    assert [line for code, line in told if code == "journal_syntax"] == [2, 4, 6]
    assert ("journal_open_tag", 1) in told
