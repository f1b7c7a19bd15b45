"""Which amount is the more usual one, by what the statement's other lines say."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.repairing.plausible import Plausibility, payee_of

DAY = dt.date(2025, 3, 1)


def line(text, amount):
    return ParsedLine(1, DAY, Decimal(amount), text)


RENT = [line(f"CITY RENT {month}", "-1450.00") for month in range(3)]
MIXED = [line("SHOP", "-17.35"), line("SHOP", "-8.12"), line("CLIENT", "900.00"), *RENT]


def test_an_amount_that_comes_again_is_more_usual_most_of_all_from_the_same_payee():
    amounts = Plausibility(MIXED)
    again, new = Decimal("-1450.00"), Decimal("-1650.00")
    assert amounts.log(again, RENT[0]) > amounts.log(again) > amounts.log(new)
    assert amounts.log(again, MIXED[0]) < amounts.log(again, RENT[0])


def test_what_a_line_says_now_does_not_speak_for_itself():
    lines = [line("A", "-31.07"), line("B", "-12.60"), line("C", "-8.88")]
    amounts = Plausibility(lines)
    assert amounts.log(Decimal("-31.07"), lines[0]) < amounts.log(Decimal("-31.07"))


def test_round_amounts_are_usual_where_the_others_are_round():
    round_ones = Plausibility([line(str(n), f"-{n}.00") for n in (20, 40, 60, 80, 120, 160)])
    odd_ones = Plausibility([line(str(n), f"-{n}.37") for n in (20, 40, 60, 80, 120, 160)])
    asked = Decimal("-50.00")
    assert round_ones.log(asked) > odd_ones.log(asked)


def test_the_direction_in_which_money_mostly_goes_is_the_usual_one():
    amounts = Plausibility([line(str(n), f"-{n}.37") for n in range(10, 30)])
    assert amounts.log(Decimal("-15.12")) > amounts.log(Decimal("15.12"))


def test_a_payee_is_its_letters_whatever_numbers_stand_with_it():
    assert payee_of(line("Corner Coffee #12", "1")) == payee_of(line("CORNER COFFEE 4711", "2"))
    assert payee_of(ParsedLine(1, DAY, Decimal(1), "POS 1", counterparty="Tea & Co")) == "teaco"


def test_an_empty_statement_has_an_opinion_too():
    assert Plausibility([]).log(Decimal("-5.00")) < 0
