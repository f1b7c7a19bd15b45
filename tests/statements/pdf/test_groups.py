"""Checks and balances side by side."""

from ledgerflow.statements.pdf.groups import groups_in
from ledgerflow.statements.pdf.layouts import Layout
from tests.statements.pdf.drawn import scanned


def groups(text, *, grouped=False):
    found = groups_in(scanned(text)[0], Layout(None), grouped=grouped)
    return [(number, str(figure.value)) for _, figure, number in found]


def test_checks_in_two_groups():
    assert groups("1531  04/11  763.38   1532*  04/12  630.40") == [
        ("1531", "763.38"),
        ("1532", "630.40"),
    ]


def test_the_number_may_stand_behind_the_day():
    assert groups("03/11/24 1130 286.60  03/18/24 1133 86.41")[0][0] == "1130"


def test_a_last_group_alone_counts_only_below_others():
    assert groups("1531  04/11  763.38") == []
    assert groups("1531  04/11  763.38", grouped=True) == [("1531", "763.38")]


def test_a_row_with_words_is_no_group():
    assert groups("04/11 Shop 5.00  04/12 Cafe 6.00") == []
