"""PDF statements as text on pages, drawn with fpdf2, the same bytes on every run.

Here: a few plain layouts for any statement. Not here: the many layouts of real banks, which have
statements of their own (tests/pdf_zoo).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fpdf import FPDF

from ledgerflow.statements.parsed import ParsedStatement
from tests.writers.amounts import printed

ROWS_PER_PAGE = 52
LINE = 4.4


@dataclass(frozen=True)
class PdfLayout:
    """Column names with widths in millimetres; the last columns are figures, set to the right.

    `money` is "signed" or "columns" (out, in); with `running` each row has its balance.
    """

    columns: tuple[tuple[str, float], ...]
    day: str = "%d/%m/%Y"
    mark: str = "."
    group: str = ","
    money: str = "signed"
    running: bool = True
    opening: str = "Opening balance"
    closing: str = "Closing balance"
    period: str = "Statement period {} to {}"
    account: str = "Account number"
    currency: str = "Currency"


LAYOUTS = {
    "running": PdfLayout((("Date", 22), ("Description", 98), ("Amount", 32), ("Balance", 36))),
    "paid": PdfLayout(
        (("Date", 24), ("Details", 80), ("Paid out", 28), ("Paid in", 28), ("Balance", 28)),
        day="%d %b %Y",
        money="columns",
    ),
    "german": PdfLayout(
        (("Buchung", 24), ("Verwendungszweck", 110), ("Betrag", 40)),
        day="%d.%m.%Y",
        mark=",",
        group=".",
        running=False,
        opening="Alter Kontostand",
        closing="Neuer Kontostand",
        period="Zeitraum {} bis {}",
        account="IBAN",
        currency="Währung",
    ),
}


def pdf_file(one: ParsedStatement, layout: PdfLayout, *, compressed: bool = True) -> bytes:
    """One account's statement, as many pages as it needs, the column names on each."""
    assert one.opening is not None
    assert one.closing is not None
    pdf = FPDF(format="letter")
    pdf.set_compression(compressed)
    pdf.set_creation_date(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    pdf.set_auto_page_break(auto=False)
    _first_page(pdf, one, layout)
    for at, cells in enumerate(_rows(one, layout)):
        if at and at % ROWS_PER_PAGE == 0:
            pdf.add_page()
            _row(pdf, layout, tuple(name for name, _ in layout.columns))
        _row(pdf, layout, cells)
    _balance(pdf, layout, layout.closing, printed_in(layout, one.closing.amount, one.currency))
    return bytes(pdf.output())


def printed_in(layout: PdfLayout, value: Decimal, currency: str) -> str:
    """An amount as this layout prints it."""
    return printed(value, currency, layout.mark, layout.group)


def _first_page(pdf: FPDF, one: ParsedStatement, layout: PdfLayout) -> None:
    assert one.opening is not None
    assert one.period_start is not None
    assert one.period_end is not None
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(0, 8, "Northwind Bank", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("helvetica", size=8)
    days = one.period_start.strftime(layout.day), one.period_end.strftime(layout.day)
    for text in (
        f"{layout.account} {one.account_id}",
        layout.period.format(*days),
        f"{layout.currency} {one.currency}",
    ):
        pdf.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(LINE)
    _row(pdf, layout, tuple(name for name, _ in layout.columns))
    _balance(pdf, layout, layout.opening, printed_in(layout, one.opening.amount, one.currency))


def _rows(one: ParsedStatement, layout: PdfLayout) -> Iterator[tuple[str, ...]]:
    assert one.opening is not None
    balance = one.opening.amount
    for line in one.lines:
        balance += line.amount
        size = printed_in(layout, abs(line.amount), one.currency)
        cells = [line.date.strftime(layout.day), line.description]
        if layout.money == "columns":
            cells += ["", size] if line.amount >= 0 else [size, ""]
        else:
            cells.append(printed_in(layout, line.amount, one.currency))
        if layout.running:
            cells.append(printed_in(layout, balance, one.currency))
        yield tuple(cells)


def _balance(pdf: FPDF, layout: PdfLayout, label: str, amount: str) -> None:
    empty = [""] * (len(layout.columns) - 3)
    _row(pdf, layout, ("", label, *empty, amount))


def _row(pdf: FPDF, layout: PdfLayout, cells: tuple[str, ...]) -> None:
    for at, (text, (_, width)) in enumerate(zip(cells, layout.columns, strict=True)):
        pdf.cell(width, LINE, text, align="L" if at < 2 else "R")
    pdf.ln(LINE)
