"""The shared parts of reports: signs, traces, sums, the closing row."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.reports.engine import (
    balance_trace,
    cell_sum,
    natural,
    sum_row,
    trace_join,
    undecided_row,
)
from ledgerflow.reports.inputs import AccountBalance, ReportHeader
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportColumn,
    ReportRow,
    ReportSection,
    Trace,
    Undecided,
)

JANUARY = Trace((1,), dt.date(2025, 1, 1), dt.date(2025, 1, 31))
FEBRUARY = Trace((1, 2), dt.date(2025, 2, 1), dt.date(2025, 2, 28))


@pytest.mark.parametrize(
    ("kind", "shown"), [("asset", -5), ("expense", -5), ("income", 5), ("liability", 5)]
)
def test_accounts_are_read_in_their_natural_sign(kind: str, shown: int) -> None:
    assert natural(kind, Decimal(-5)) == shown


def test_a_zero_never_shows_a_minus() -> None:
    assert str(natural("income", Decimal("0.00"))) == "0.00"


def test_joined_traces_name_each_account_once_over_the_widest_days() -> None:
    joined = trace_join([JANUARY, None, FEBRUARY])
    assert joined == Trace((1, 2), JANUARY.start, FEBRUARY.end)
    assert trace_join([None]) is None


def test_a_joined_trace_leaves_out_closing_only_where_all_do() -> None:
    january, february = (replace(t, without_closing=True) for t in (JANUARY, FEBRUARY))
    profit, mixed = trace_join([january, february]), trace_join([january, FEBRUARY])
    assert profit is not None
    assert mixed is not None
    assert (profit.without_closing, mixed.without_closing) == (True, False)


@pytest.mark.parametrize("without_closing", [True, False])
def test_a_figure_is_traced_by_question_and_only_where_something_moved(
    header: ReportHeader, balances: list[AccountBalance], without_closing: bool
) -> None:
    asking = replace(header, without_closing=without_closing)
    moved, still = (next(b for b in balances if b.code == code) for code in ("1900", "1300"))
    assert balance_trace(asking, moved) == Trace((2,), header.start, header.end, without_closing)
    assert balance_trace(asking, still) is None


def test_an_open_start_stays_open_when_joined() -> None:
    joined = trace_join([JANUARY, replace(FEBRUARY, start=None)])
    assert joined is not None
    assert joined.start is None


def test_texts_and_empty_cells_add_nothing() -> None:
    cells = [ReportCell(Decimal(3)), ReportCell("4"), ReportCell(None), ReportCell(Decimal(2))]
    assert cell_sum(cells, (1, 1, 1, -1)).value == 1


def test_a_sum_over_no_rows_is_zero_in_every_column() -> None:
    assert [c.value for c in sum_row("Total", [], 2).cells] == [0, 0]


@pytest.mark.parametrize(
    ("undecided", "label"),
    [
        (Undecided(0, Decimal(0)), "Not yet in the books: 0 bank transactions"),
        (
            Undecided(1, Decimal("1250.5")),
            "Not yet in the books: 1 bank transaction, 1,250.50 USD net",
        ),
    ],
)
def test_what_is_undecided_is_counted_and_summed(
    header: ReportHeader, undecided: Undecided, label: str
) -> None:
    row = undecided_row(replace(header, undecided=undecided))
    assert (row.kind, row.label, row.cells) == ("note", label, ())


def test_a_row_with_a_cell_too_many_is_never_printed() -> None:
    row = ReportRow("account", "Sales", cells=(ReportCell(None), ReportCell(None)))
    with pytest.raises(ValueError, match="row 'Sales' has 2 cells"):
        Report(
            id="odd",
            title="Odd",
            business="Northgate Shelves",
            currency="USD",
            period_label="2025",
            start=None,
            end=dt.date(2025, 12, 31),
            columns=(ReportColumn("Amount"),),
            sections=(ReportSection("", (row,)),),
            undecided=Undecided(0, Decimal(0)),
        )
