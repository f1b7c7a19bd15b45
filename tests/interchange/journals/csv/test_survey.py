"""The first look: accounts, currencies and days, each with the line where it stands first."""

from ledgerflow.interchange.journals.csv.header import header_of
from ledgerflow.interchange.journals.csv.survey import survey_of
from ledgerflow.interchange.journals.faults import Faults

HEAD = "date,account,currency,amount"


def surveyed(rows, head=HEAD, currency="USD"):
    faults = Faults()
    data = f"{head}\n{rows}".encode()
    survey = survey_of(data, len(head) + 1, header_of(head), currency, faults)
    return survey, [(f.code.removeprefix("journal_"), f.line) for f in faults.all()]


def test_accounts_are_apart_by_currency_and_in_order():
    survey, told = surveyed(
        "2024-01-02,Assets:A,USD,1\n2024-01-03,Assets:B,EUR,1\n2024-01-02,Assets:A,€,1\n"
    )
    assert [(a.name, a.currency, a.line) for a in survey.accounts] == [
        ("Assets:A", "USD", 2), ("Assets:B", "EUR", 3), ("Assets:A", "EUR", 4),
    ]  # fmt: skip
    assert survey.first_lines == {"2024-01-02": 2, "2024-01-03": 3}
    assert told == []


def test_what_no_currency_is_and_what_nobody_said():
    assert surveyed("2024-01-02,A,HOOL,1\n")[1] == [("currency", 2)]
    assert surveyed("2024-01-02,A,,1\n", currency="")[1] == [("currency", 2)]
    assert surveyed("2024-01-02,A,$,1\n", currency="CAD")[0].currencies == {"$": "CAD"}


def test_days_are_read_in_the_one_order_that_fits_all():
    survey, told = surveyed("31/01/2024,A,USD,1\n02/01/2024,A,USD,1\n")
    assert (survey.days["02/01/2024"], told) == ("2024-01-02", [])
    assert surveyed("31/01/2024,A,USD,1\n01/31/2024,A,USD,1\n")[1] == [("date_order", 2)]
    assert surveyed("2024/01/05,A,USD,1\n")[0].days == {"2024/01/05": "2024-01-05"}
    assert surveyed("soon,A,USD,1\n")[1] == [("date", 2)]
