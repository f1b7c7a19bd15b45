"""Small things every command prints with."""

from decimal import Decimal

from ledgerflow.cli.console import clean, counted, money, one_line, percent, verdict


def test_money_is_grouped_with_a_true_minus_and_a_dash_for_none():
    assert money(Decimal("-1234.5000"), "USD") == "−1,234.50"
    assert money(None) == "–"


def test_text_is_cut_on_one_line_and_control_characters_are_shown():
    assert one_line("A\n B   C", 10) == "A B C"
    assert one_line("ABCDEFGH", 5) == "ABCD…"
    assert clean("a\x1b[31mb") == "a�[31mb"


def test_percentages_and_counts_read_like_speech():
    assert percent(Decimal("0.97")) == "97 %"
    assert percent(Decimal("0.5490")) == "54.9 %"
    assert percent(Decimal(1)) == "100 %"
    assert (counted(1, "line"), counted(2, "line")) == ("1 line", "2 lines")


def test_verdicts_differ_by_shape_and_word():
    assert len({verdict(v)[0] for v in ("proved", "not_proved", "not_provable")}) == 3
