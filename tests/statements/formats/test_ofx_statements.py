"""What the values of transactions and statements mean."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.ofx_statements import Rows, row_add, statement_of
from ledgerflow.statements.formats.ofx_tree import Aggregate
from ledgerflow.statements.parsed import Balance, ParsedLine

BASE = {"TRNTYPE": "debit", "DTPOSTED": "20250301", "TRNAMT": "-5.00", "FITID": "F1"}


def added(name: str = "STMTTRN", **values: str) -> Rows:
    rows = Rows()
    row_add(rows, Aggregate(name, 7, {**BASE, **values}), closes=True)
    return rows


def response(name: str = "STMTRS", **values: str) -> Aggregate:
    account = Aggregate("BANKACCTFROM", 2, {"ACCTID": "00 44", "ACCTTYPE": "SAVINGS"})
    return Aggregate(name, 1, {"CURDEF": "usd", **values}, [account])


def line(rows: Rows) -> ParsedLine:
    (found,) = statement_of(response(), rows).lines
    return found


def test_a_row_becomes_a_line() -> None:
    found = line(added(NAME="TEA", MEMO="CARD 1", CHECKNUM="12"))
    assert (found.row, found.date, found.amount) == (7, dt.date(2025, 3, 1), Decimal(-5))
    assert (found.description, found.counterparty) == ("TEA CARD 1", "TEA")
    assert (found.bank_id, found.bank_type, found.check_number) == ("F1", "DEBIT", "12")


@pytest.mark.parametrize(
    ("name", "memo", "description"),
    [
        ("TEA", "", "TEA"),
        ("TEA", "TEA HOUSE 12", "TEA HOUSE 12"),
        ("TEA HOUSE", "Tea", "TEA HOUSE"),
        ("", "ONLY A MEMO", "ONLY A MEMO"),
    ],
)
def test_name_and_memo_say_nothing_twice(name: str, memo: str, description: str) -> None:
    assert line(added(NAME=name, MEMO=memo)).description.strip() == description


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"TRNAMT": "12..3"}, "ofx_bad_amount"),
        ({"TRNAMT": "1,234"}, "ofx_ambiguous_amount"),
        ({"TRNAMT": ""}, "ofx_missing_value"),
        ({"DTPOSTED": "20250230"}, "ofx_bad_date"),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_no_line(values: dict[str, str], code: str) -> None:
    rows = added(**values)
    assert [f.code for f in rows.faults] == [code]
    assert (rows.booked, rows.unreadable) == ([], 1)


def test_pending_rows_are_kept_apart() -> None:
    rows = Rows()
    values = {"TRNTYPE": "DEBIT", "DTTRAN": "20250301", "TRNAMT": "-5.00"}
    row_add(rows, Aggregate("STMTTRNP", 7, values), closes=True)
    statement = statement_of(response(), rows)
    assert (len(statement.lines), len(statement.pending)) == (0, 1)


def test_a_statement_has_account_currency_kind_and_closing() -> None:
    aggregate = response()
    aggregate.parts.append(Aggregate("LEDGERBAL", 9, {"BALAMT": "90.00", "DTASOF": "20250331"}))
    found = statement_of(aggregate, added())
    assert (found.account_id, found.currency, found.account_kind) == ("00 44", "USD", "savings")
    assert found.closing == Balance(Decimal(90), dt.date(2025, 3, 31))


def test_the_available_balance_closes_nothing() -> None:
    aggregate = response()
    aggregate.parts.append(Aggregate("AVAILBAL", 9, {"BALAMT": "90.00"}))
    assert statement_of(aggregate, added()).closing is None


def test_a_list_with_a_period_and_no_rows_states_that_nothing_moved() -> None:
    aggregate = response()
    period = {"DTSTART": "20250301", "DTEND": "20250331"}
    aggregate.parts.append(Aggregate("BANKTRANLIST", 3, period))
    assert statement_of(aggregate, Rows()).stated_empty
    assert not statement_of(aggregate, added(TRNAMT="x")).stated_empty


def test_amounts_in_another_currency_and_rows_without_id_are_noted() -> None:
    rows = added(CURRENCY="EUR", FITID="")
    statement_of(response(), rows)
    assert {f.code for f in rows.faults} == {"ofx_other_currency", "ofx_no_id"}


def test_a_correction_is_noted_and_changes_nothing_by_itself() -> None:
    rows = added(CORRECTFITID="F0", CORRECTACTION="DELETE")
    assert "takes back" in rows.faults[0].message
    assert len(rows.booked) == 1
