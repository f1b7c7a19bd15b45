"""Invented statements of Spanish, Italian, Dutch and Brazilian banks.

Here: a minus behind the figure; Dare and Avere; the words Af and Bij; D and C behind the figure.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import comma, trailing
from tests.pdf_zoo.history import invented
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import BRAZILIAN, DUTCH, ITALIAN, SPANISH


def _signed(amount: Decimal, printed: Decimal | None = None) -> str:
    return trailing(amount, comma(amount if printed is None else printed))


@layout
def spanish_trailing(draft: Draft) -> None:
    """Fecha, Concepto, Valor, Importe and Saldo, the minus behind: 1.234,56-."""
    first, last = dt.date(2024, 10, 1), dt.date(2024, 10, 31)
    history = draft.printed(invented(draft.rng, SPANISH, first, last, 30))
    number = f"ES{draft.digits(22)}"
    sheet = draft.paper(size=8)
    sheet.head = lambda page: _spanish_head(sheet, number, page)
    sheet.page()
    sheet.left(100, "SALDO ANTERIOR")
    sheet.right(545, _signed(history.opening))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(45, f"{row.date:%d-%m-%y}")
        sheet.left(330, f"{row.value_date or row.date:%d-%m-%y}")
        sheet.right(455, _signed(row.amount, row.printed))
        sheet.right(545, _signed(row.balance))
        for line in row.lines:
            sheet.left(100, line)
            sheet.down()
    sheet.left(100, "SALDO A SU FAVOR" if history.closing >= 0 else "SALDO DEUDOR")
    sheet.right(545, _signed(history.closing))
    draft.account(history, number, "checking", "EUR", (first, last))


def _spanish_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(45, "Caja Rural de la Vega Alta", bold=True, size=12, y=42)
    sheet.right(545, f"Extracto de cuenta   Hoja {page}", y=42)
    sheet.left(45, f"IBAN {number}   Divisa EUR   Periodo 01-10-2024 a 31-10-2024", y=58)
    sheet.y = 84
    sheet.columns(
        [(45, "Fecha"), (100, "Concepto"), (330, "F. Valor"), (-455, "Importe"), (-545, "Saldo")],
        bold=True,
    )
    sheet.rule(45, 545)
    sheet.down(16)


@layout
def italian_dare_avere(draft: Draft) -> None:
    """Data, Valuta, Dare, Avere and a description at the right end; balances only at the ends."""
    first, last = dt.date(2024, 7, 1), dt.date(2024, 9, 30)
    history = draft.printed(invented(draft.rng, ITALIAN, first, last, 44))
    number = f"IT{draft.digits(2)}X{draft.digits(22)}"
    sheet = draft.paper(font="courier", size=7.5, line=10.5)
    sheet.head = lambda page: _italian_head(sheet, number, page)
    sheet.page()
    _italian_balance(sheet, "30.06.24", "SALDO INIZIALE", history.opening)
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(40, f"{row.date:%d.%m.%y}")
        sheet.left(95, f"{row.value_date or row.date:%d.%m.%y}")
        sheet.right(220 if row.amount < 0 else 300, comma(row.printed))
        for line in row.lines:
            sheet.left(320, line)
            sheet.down()
    sheet.need(2 * sheet.line)
    sheet.left(320, "TOTALE MOVIMENTI")
    sheet.right(220, comma(history.money_out))
    sheet.right(300, comma(history.money_in))
    sheet.down()
    _italian_balance(sheet, "30.09.24", "SALDO FINALE", history.closing)
    draft.account(history, number, "checking", "EUR", (first, last), balances="none")


def _italian_balance(sheet: Sheet, day: str, label: str, balance: Decimal) -> None:
    sheet.left(40, day)
    sheet.right(220 if balance < 0 else 300, comma(balance))
    sheet.left(320, label)
    sheet.down()


def _italian_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(40, "BANCA POPOLARE DI VALFREDDA", bold=True, size=11, y=40)
    sheet.left(40, f"ESTRATTO CONTO AL 30.09.2024   IBAN {number}   EUR   FOGLIO {page}", y=56)
    sheet.y = 80
    sheet.columns(
        [(40, "DATA"), (95, "VALUTA"), (-220, "DARE"), (-300, "AVERE"),
         (320, "DESCRIZIONE OPERAZIONI")],
        bold=True,
    )  # fmt: skip
    sheet.rule(40, 555)
    sheet.down(15)


@layout
def dutch_af_bij(draft: Draft) -> None:
    """The direction is a word in a column of its own: Af or Bij; totals of both in a summary."""
    first, last = dt.date(2024, 8, 1), dt.date(2024, 8, 31)
    history = draft.printed(invented(draft.rng, DUTCH, first, last, 26))
    number = f"NL{draft.digits(2)}EXMP0{draft.digits(9)}"
    sheet = draft.paper(size=8.5)
    sheet.page()
    sheet.left(55, "Waterlandse Spaarbank", bold=True, size=12)
    sheet.right(540, "Rekeningafschrift 8, 01-08-2024 t/m 31-08-2024")
    sheet.down(20)
    for x, text in ((55, "IBAN"), (210, "Vorig saldo"), (300, "Totaal af"), (385, "Totaal bij"),
                    (470, "Nieuw saldo")):  # fmt: skip
        sheet.left(x, text, bold=True)
    sheet.down()
    for x, text in (
        (55, number),
        (210, _signed(history.opening)),
        (300, comma(history.money_out)),
        (385, comma(history.money_in)),
        (470, _signed(history.closing)),
    ):
        sheet.left(x, text)
    sheet.down(28)
    sheet.columns(
        [(55, "Datum"), (130, "Omschrijving"), (-470, "Bedrag (EUR)"), (490, "Af/Bij")], bold=True
    )
    sheet.rule(55, 540)
    sheet.down(16)
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(55, f"{row.date:%d-%m-%Y}")
        sheet.right(470, comma(row.printed))
        sheet.left(490, "Af" if row.amount < 0 else "Bij")
        for line in row.lines:
            sheet.left(130, line)
            sheet.down()
    draft.account(history, number, "checking", "EUR", (first, last), balances="none")


@layout
def brazilian_d_c(draft: Draft) -> None:
    """D or C behind the figures; the day's balance on a row of its own: SALDO DO DIA."""
    first, last = dt.date(2024, 6, 1), dt.date(2024, 6, 30)
    history = draft.printed(invented(draft.rng, BRAZILIAN, first, last, 28))
    number = f"{draft.digits(5)}-{draft.digits(1)}"
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(50, "Banco Serra do Mirante S.A.", bold=True, size=12)
    sheet.down(18)
    sheet.left(50, f"Agência 0001   Conta corrente {number}   Período 01/06/2024 a 30/06/2024")
    sheet.down(24)
    sheet.columns(
        [(50, "Data"), (120, "Histórico"), (-440, "Valor (R$)"), (-540, "Saldo (R$)")], bold=True
    )
    sheet.rule(50, 540)
    sheet.down(16)
    sheet.left(50, "31/05/2024")
    sheet.left(120, "SALDO ANTERIOR")
    sheet.right(540, _d_c(history.opening, history.opening))
    sheet.down()
    for day, rows in history.days():
        for row in rows:
            sheet.need(2 * sheet.line)
            sheet.left(50, f"{day:%d/%m/%Y}")
            sheet.left(120, row.text)
            sheet.right(440, _d_c(row.amount, row.printed))
            sheet.down()
        sheet.left(50, f"{day:%d/%m/%Y}")
        sheet.left(120, "SALDO DO DIA")
        balance = history.day_end(day)
        sheet.right(540, _d_c(balance, balance))
        sheet.down()
    draft.account(history, number, "checking", "BRL", (first, last), balances="day")


def _d_c(sign: Decimal, printed: Decimal) -> str:
    return f"{comma(printed)} {'D' if sign < 0 else 'C'}"
