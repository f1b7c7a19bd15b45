"""Opening, closing and period of one account's lines."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.packed import pack
from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.groups import NO_DATE, Group
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.statement import build_statement

PROFILE = CsvProfile(date_order="dmy", decimal=",")


def day(number: int) -> dt.date:
    return dt.date(2025, 3, number)


def line(number: int, amount: str, balance: str | None = None) -> ParsedLine:
    printed = None if balance is None else Decimal(balance)
    return ParsedLine(number, day(number), Decimal(amount), "x", balance=printed)


def built(
    *lines: ParsedLine, profile: CsvProfile = PROFILE, around: Surroundings | None = None
) -> ParsedStatement:
    group = Group("", "EUR", lines=pack(lines).columns)
    return build_statement(group, profile, around or Surroundings(), alone=True)


def test_running_balances_give_opening_and_closing() -> None:
    found = built(line(3, "5", "105"), line(4, "-3", "102"))
    assert found.opening is not None
    assert found.closing is not None
    assert (found.opening.amount, found.closing.amount) == (Decimal(100), Decimal(102))
    assert (found.opening.date, found.closing.date) == (None, day(4))


def test_lines_after_the_last_printed_balance_leave_no_closing() -> None:
    assert built(line(3, "5", "105"), line(4, "-3")).closing is None


def test_the_balance_of_a_later_day_closes_where_no_period_says_otherwise() -> None:
    around = Surroundings(of_days=[("1.002,00", "31.03.2025")])
    found = built(line(3, "5"), line(4, "-3"), around=around)
    assert found.closing is not None
    assert (found.closing.amount, found.closing.date) == (Decimal(1002), day(31))


def test_a_balance_printed_after_the_stated_period_closes_nothing() -> None:
    around = Surroundings(dates=["01.03.2025", "10.03.2025"], of_days=[("1.002,00", "31.03.2025")])
    assert built(line(3, "5"), line(4, "-3"), around=around).closing is None


def test_the_balance_of_an_earlier_day_opens() -> None:
    around = Surroundings(of_days=[("100,00", "28.02.2025"), ("102,00", "04.03.2025")])
    found = built(line(3, "5"), line(4, "-3"), around=around)
    assert found.opening is not None
    assert found.closing is not None
    assert (found.opening.amount, found.closing.amount) == (Decimal(100), Decimal(102))


def test_a_balance_of_today_does_not_contradict_running_balances() -> None:
    around = Surroundings(of_days=[("999,00", "31.03.2025")])
    found = built(line(3, "5", "105"), line(4, "-3", "102"), around=around)
    assert found.closing is not None
    assert found.closing.amount == Decimal(102)


def test_a_card_that_prints_charges_positive_prints_its_debt_positive() -> None:
    around = Surroundings(of_days=[("80,00", "31.03.2025")])
    card = CsvProfile(date_order="dmy", decimal=",", sign="inverted", account_kind="card")
    found = built(line(3, "-5"), profile=card, around=around)
    assert found.closing is not None
    assert found.closing.amount == Decimal(-80)
    signed = CsvProfile(date_order="dmy", decimal=",", account_kind="card")
    assert built(line(3, "-5"), profile=signed, around=around).closing is None


def test_pending_rows_without_a_day_take_the_last_booked_one() -> None:
    pending = [ParsedLine(9, NO_DATE, Decimal(1), "p")]
    group = Group("", "EUR", lines=pack([line(3, "5")]).columns, pending=pending)
    found = build_statement(group, PROFILE, Surroundings(), alone=True)
    assert [p.date for p in found.pending] == [day(3)]


def test_the_period_counts_only_where_it_holds_every_line() -> None:
    around = Surroundings(dates=["01.03.2025", "31.03.2025"])
    assert built(line(3, "5"), around=around).period_end == day(31)
    late = ParsedLine(1, dt.date(2025, 4, 2), Decimal(1), "x")
    assert built(late, around=around).period_end is None
