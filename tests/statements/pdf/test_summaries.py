"""Balances and totals beside, below and between words."""

from ledgerflow.statements.pdf.headers import header_at
from ledgerflow.statements.pdf.summaries import is_two_sided, printed_in, under_titles
from tests.statements.pdf.drawn import scanned


def printed(text, at=-1):
    scans = scanned(text)
    found = printed_in(scans, at % len(scans))
    return [(p.kind, str(p.value)) for p in found]


def test_labels_beside_figures():
    text = "Opening balance: 100.00      Closing balance: 200.00"
    assert printed(text) == [("opening", "100.00"), ("closing", "200.00")]


def test_labels_above_figures():
    text = "Previous balance     New balance\n        100.00          200.00"
    assert printed(text) == [("opening", "100.00"), ("closing", "200.00")]


def test_labels_of_an_equation():
    text = "Opening balance - Total debits = Closing balance\n100.00 30.00 70.00"
    assert printed(text) == [("opening", "100.00"), ("total_out", "30.00"), ("closing", "70.00")]


def test_what_is_only_available_is_no_balance():
    assert printed("Available credit 500.00") == []


def test_a_figure_in_a_sentence_has_no_label():
    assert printed("A prior balance of 1,234.56 shown here is an example") == []


def test_titles_name_the_figures_of_a_box():
    titles = "Product      Opening balance     Money out     Closing balance"
    rows = scanned(titles + "\nCurrent               10.00         30.00               80.00")
    header = header_at([s.row for s in rows], 0)
    found = under_titles(rows[1], header, 1)
    assert [p.kind for p in found] == ["opening", "out", "closing"]


def test_a_row_of_a_two_sided_summary_has_words_between_its_figures():
    (two,) = scanned("Minimum payment due   40.00      Previous balance   100.00")
    (one,) = scanned("Opening balance       40.00      100.00")
    assert is_two_sided(two)
    assert not is_two_sided(one)
    assert printed("Minimum payment due   40.00      Previous balance   100.00") == [
        ("opening", "100.00")
    ]
