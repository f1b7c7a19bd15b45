"""Statements proved, not proved and not provable by their own figures."""

import datetime as dt
import random
import time
from decimal import Decimal

import pytest

from ledgerflow.statements.parsed import (
    Balance,
    Fault,
    ParsedLine,
    ParsedStatement,
    PrintedTotals,
)
from ledgerflow.statements.proof import prove

DAY = dt.date(2025, 3, 1)


def line(row: int, amount: str, balance: str | None = None, text: str = "") -> ParsedLine:
    printed = None if balance is None else Decimal(balance)
    date = DAY + dt.timedelta(days=row)
    return ParsedLine(row, date, Decimal(amount), text or f"row {row}", balance=printed)


def statement(*lines: ParsedLine, opening=None, closing=None, **more) -> ParsedStatement:
    def balance(value):
        return None if value is None else Balance(Decimal(value), more.get("date"))

    more_fields = {k: v for k, v in more.items() if k != "date"}
    return ParsedStatement(
        "1", "USD", lines, opening=balance(opening), closing=balance(closing), **more_fields
    )


def test_opening_and_lines_give_closing():
    proof = prove(statement(line(1, "5"), line(2, "-3"), opening="10", closing="12"))
    assert (proof.verdict, proof.repairs) == ("proved", ())


def test_a_closing_balance_alone_proves_nothing():
    proof = prove(statement(line(1, "5"), closing="12"))
    assert proof.verdict == "not_provable"
    assert "opening balance is not known" in proof.reason


def test_running_balances_prove_without_opening_or_closing():
    lines = (line(1, "5", "15"), line(2, "-3", "12"), line(3, "1", "13"))
    proof = prove(statement(*lines))
    assert proof.verdict == "proved"
    assert proof.checks[0].compared == 2


def test_running_balances_newest_first_are_followed_even_if_not_declared():
    lines = (line(3, "1", "13"), line(2, "-3", "12"), line(1, "5", "15"))
    assert prove(statement(*lines)).verdict == "proved"
    assert prove(statement(*lines, newest_first=True)).verdict == "proved"


def test_one_row_with_balances_of_its_own_is_circular():
    one = line(1, "-5", "995")
    assert prove(statement(one)).verdict == "not_provable"
    assert prove(statement(one, opening="1000", closing="995")).verdict == "not_provable"


def test_one_row_with_a_dated_printed_opening_is_proved():
    one = line(1, "-5", "995")
    assert prove(statement(one, opening="1000", closing="995", date=DAY)).verdict == "proved"
    assert prove(statement(one, opening="1000", date=DAY)).verdict == "proved"


def test_rows_outside_of_the_printed_balances_are_not_covered():
    after = (line(1, "5", "15"), line(2, "-3", "12"), line(3, "1"))
    before = (line(1, "5"), line(2, "-3", "12"), line(3, "1", "13"))
    assert prove(statement(*after)).verdict == "not_provable"
    assert prove(statement(*after, closing="13")).verdict == "proved"
    assert prove(statement(*before)).verdict == "not_provable"
    assert prove(statement(*before, opening="10", date=DAY)).verdict == "proved"
    assert prove(statement(*before, opening="10", closing="13")).verdict == "not_provable"


def test_balances_printed_once_a_day_are_followed():
    lines = (line(1, "5", "15"), line(2, "-3"), line(3, "-2", "10"), line(4, "1", "11"))
    assert prove(statement(*lines)).verdict == "proved"


@pytest.mark.parametrize(
    ("stated", "closing", "verdict"),
    [
        (False, "10", "not_provable"),
        (True, "10", "proved"),
        (True, "11", "not_proved"),
        (False, "11", "not_proved"),
    ],
)
def test_no_lines(stated, closing, verdict):
    proof = prove(statement(opening="10", closing=closing, stated_empty=stated))
    assert proof.verdict == verdict
    if verdict == "not_proved":
        assert (proof.gap, proof.repairs[0].kind) == (Decimal(1), "missing_line")


def test_nothing_at_all_is_not_proved_by_being_empty():
    assert prove(statement()).verdict == "not_provable"
    assert prove(statement(stated_empty=True)).verdict == "not_provable"


def test_printed_totals_prove_when_they_cover_all_directions():
    lines = (line(1, "5"), line(2, "-3"))
    both = PrintedTotals(money_in=Decimal(5), money_out=Decimal(3), count=2)
    assert prove(statement(*lines, totals=both)).verdict == "proved"
    assert prove(statement(*lines, totals=PrintedTotals(money_in=Decimal(5)))).verdict == (
        "not_provable"
    )
    assert prove(statement(*lines, totals=PrintedTotals(count=2))).verdict == "not_provable"


def test_a_wrong_count_is_not_proved_though_balances_agree():
    proof = prove(
        statement(line(1, "5"), opening="1", closing="6", totals=PrintedTotals(count_in=2))
    )
    assert proof.verdict == "not_proved"
    assert proof.repairs == ()


def test_a_readers_error_is_never_proved():
    fault = Fault("x", "Line 3: bad.", "Fix it.", line=3)
    good = statement(line(1, "5"), opening="1", closing="6")
    assert prove(good, [fault]).verdict == "not_proved"
    assert "Line 3" in prove(good, [fault]).reason
    note = Fault("x", "m", "h", severity="note")
    assert prove(good, [note]).verdict == "proved"


def test_several_currencies_have_no_common_sum():
    foreign = ParsedLine(2, DAY, Decimal(1), "x", currency="CAD")
    mixed = statement(line(1, "5"), foreign, opening="1", closing="7")
    assert prove(mixed).verdict == "not_provable"


def chained(amounts: list[Decimal], start: Decimal) -> list[ParsedLine]:
    out, running = [], start
    for at, amount in enumerate(amounts, 1):
        running += amount
        date = DAY + dt.timedelta(days=at // 3)
        out.append(ParsedLine(at, date, amount, f"PAYEE {at % 7}", balance=running))
    return out


def with_amount(old: ParsedLine, amount: Decimal) -> ParsedLine:
    return ParsedLine(old.row, old.date, amount, old.description, balance=old.balance)


def swapped(amount: Decimal) -> Decimal | None:
    digits = list(str(amount))
    for i in range(len(digits) - 1):
        if digits[i].isdigit() and digits[i + 1].isdigit() and digits[i] != digits[i + 1]:
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            return Decimal("".join(digits))
    return None


def seeded_fault(rng: random.Random, kind: str) -> tuple[list[ParsedLine], int, int]:
    """(lines, row at fault, row named by the break) with one fault of this kind."""
    amounts = [Decimal(rng.randint(-90_000, 90_000) or 1) / 100 for _ in range(40)]
    lines = chained(amounts, Decimal(1000))
    at = rng.randint(2, 37)
    hit = lines[at]
    if kind == "flipped_sign":
        lines[at] = with_amount(hit, -hit.amount)
    elif kind == "duplicate_line":
        lines.insert(
            at + 1, ParsedLine(99, hit.date, hit.amount, hit.description, balance=hit.balance)
        )
        return lines, 99, 99
    elif kind == "missing_line":
        del lines[at]
        return lines, lines[at].row, lines[at].row
    elif kind == "misread_balance":
        wrong = (hit.balance or Decimal(0)) + Decimal("30")
        lines[at] = ParsedLine(hit.row, hit.date, hit.amount, hit.description, balance=wrong)
    elif kind == "swapped_digits":
        lines[at] = with_amount(hit, swapped(hit.amount) or hit.amount + 1)
    else:
        lines[at] = with_amount(hit, hit.amount + (Decimal("0.01") if hit.amount > 0 else -1))
    return lines, hit.row, hit.row


@pytest.mark.parametrize(
    "kind",
    [
        "flipped_sign",
        "duplicate_line",
        "missing_line",
        "misread_balance",
        "swapped_digits",
        "misread_digit",
    ],
)
def test_a_single_fault_is_found_at_its_row_and_its_repair_is_among_the_first_three(kind):
    rng = random.Random(f"seed {kind}")  # noqa: S311
    found = 0
    for _ in range(100):
        lines, row, break_row = seeded_fault(rng, kind)
        proof = prove(statement(*lines))
        assert proof.verdict == "not_proved"
        assert proof.gap
        if proof.break_row != break_row:
            continue
        rows = [r.before_row if r.kind == "missing_line" else r.row for r in proof.repairs[:3]]
        kinds = [r.kind for r in proof.repairs[:3]]
        found += row in rows and (kind in kinds or kind in ("swapped_digits", "misread_digit"))
    assert found >= 95


def test_without_running_balances_the_flipped_line_is_named():
    lines = (line(1, "5.10"), line(2, "7.30"), line(3, "-2.00"))
    proof = prove(statement(*lines, opening="100", closing="95.80"))
    assert (proof.break_row, proof.gap) == (None, Decimal("-14.60"))
    assert (proof.repairs[0].kind, proof.repairs[0].row) == ("flipped_sign", 2)
    assert proof.repairs[0].amount == Decimal("-7.30")


def test_a_line_read_twice_is_named_when_it_has_a_twin():
    twin = (line(1, "-4.00", text="TEA"), line(1, "-4.00", text="TEA"), line(2, "9.00"))
    proof = prove(statement(*twin, opening="0", closing="5.00"))
    assert proof.repairs[0].kind == "duplicate_line"


def test_proving_is_linear():
    lines = chained([Decimal(i % 97 - 48) for i in range(100_000)], Decimal(0))
    lines[50_000] = with_amount(lines[50_000], Decimal(777))
    start = time.process_time()
    proof = prove(statement(*lines, opening="0", closing="1"))
    assert proof.verdict == "not_proved"
    assert time.process_time() - start < 3
