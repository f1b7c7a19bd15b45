"""Every cell with care: accounts, sides, sums."""

import pytest

from ledgerflow.interchange.journals.csv.careful import Careful
from ledgerflow.interchange.journals.csv.header import header_of
from ledgerflow.interchange.journals.csv.survey import Survey
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.staging import Target

WANTED = ("entry", "date", "account", "debit", "credit", "currency")
SURVEY = Survey((), {"d": "2024-01-02"}, {"USD": "USD", "EUR": "EUR"}, {})
TARGETS = {("A", "USD"): Target(1, "USD"), ("B", "USD"): Target(2, "USD"),
           ("B", "EUR"): Target(2, "USD")}  # fmt: skip


def entry(*rows):
    faults = Faults()
    careful = Careful(WANTED, header_of(",".join(WANTED)), SURVEY, TARGETS, faults)
    group = [(("1", "d", *row), line) for line, row in enumerate(rows, 2)]
    return list(careful.entries([group])), [f.code.removeprefix("journal_") for f in faults.all()]


def test_debits_and_credits_become_signed_amounts():
    entries, told = entry(("A", "5", "", "USD"), ("B", "", "5.00", "USD"))
    assert (entries[0][1], told) == ("1\t1\t5.0000\tUSD\t\n2\t2\t-5.0000\tUSD\t", [])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("A", "", "", "USD")], "amount"),
        ([("A", "5", "5", "USD")], "amount"),
        ([("X", "5", "", "USD")], "unknown_account"),
        ([("B", "5", "", "EUR")], "account_currency"),
        ([("A", "5", "", "USD"), ("B", "", "4", "USD")], "unbalanced"),
        ([("A", "1", "", "USD")] * 600 + [("B", "", "1", "USD")] * 600, "long_entry"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(rows, code):
    assert entry(*rows) == ([], [code])
