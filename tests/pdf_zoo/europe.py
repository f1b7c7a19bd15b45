"""Invented statements of German, Swiss, French and Swedish banks.

Here: S and H behind the figures with days without a year; apostrophes; no running balance at
all; a minus in front of figures grouped by spaces.
"""

import datetime as dt
from decimal import Decimal

from tests.pdf_zoo.draft import Draft, layout
from tests.pdf_zoo.figures import comma, figure, minus
from tests.pdf_zoo.history import invented
from tests.pdf_zoo.sheet import Sheet
from tests.pdf_zoo.texts import FRENCH, GERMAN, SWEDISH, SWISS


def _s_h(amount: Decimal, text: str) -> str:
    return f"{text} {'S' if amount < 0 else 'H'}"


@layout
def german_s_h(draft: Draft) -> None:
    """Buchung and Valuta without a year over new year, amounts followed by S or H."""
    first, last = dt.date(2023, 12, 1), dt.date(2024, 1, 5)
    history = draft.printed(invented(draft.rng, GERMAN, first, last, 28))
    number = f"DE{draft.digits(20)}"
    sheet = draft.paper(font="courier", size=8.5)
    sheet.foot = lambda page: sheet.left(60, f"Blatt {page} von {{nb}}   Bitte Rueckseite", y=800)
    sheet.page()
    sheet.left(60, "Raiffeisenkasse Tannwald eG", bold=True, size=12)
    sheet.right(540, "Kontoauszug 1/2024")
    sheet.down(18)
    sheet.left(60, f"IBAN {number}   Kontowährung EUR   erstellt am 05.01.2024")
    sheet.down(22)
    sheet.columns([(60, "Buchung"), (110, "Valuta"), (165, "Vorgang"), (-540, "Betrag")])
    sheet.rule(60, 540)
    sheet.down(16)
    sheet.left(165, "alter Kontostand vom 30.11.2023")
    sheet.right(540, _s_h(history.opening, comma(history.opening)))
    sheet.down(14)
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(60, f"{row.date:%d.%m.}")
        sheet.left(110, f"{row.value_date or row.date:%d.%m.}")
        sheet.right(540, _s_h(row.amount, comma(row.printed)))
        for line in row.lines:
            sheet.left(165, line)
            sheet.down()
    sheet.rule(165, 540, dy=-8)
    sheet.down(4)
    sheet.left(165, "neuer Kontostand vom 05.01.2024")
    sheet.right(540, _s_h(history.closing, comma(history.closing)))
    draft.account(history, number, "checking", "EUR", (first, last), balances="none")


@layout
def swiss_columns(draft: Draft) -> None:
    """Belastung, Gutschrift, Valuta and Saldo with apostrophes; turnover totals at the end."""
    first, last = dt.date(2024, 9, 1), dt.date(2024, 9, 30)
    history = draft.printed(invented(draft.rng, SWISS, first, last, 30, scale=3))
    number = f"CH{draft.digits(2)} 0{draft.digits(3)} {draft.digits(4)} {draft.digits(4)} 1"
    sheet = draft.paper(size=8)
    sheet.head = lambda page: _swiss_head(sheet, number, page)
    sheet.page()
    sheet.left(90, "Saldovortrag")
    sheet.right(545, _apostrophe(history.opening))
    sheet.down()
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(45, f"{row.date:%d.%m.%y}")
        sheet.right(345 if row.amount < 0 else 420, figure(row.printed, group="'"))
        sheet.left(430, f"{row.value_date or row.date:%d.%m.%y}")
        sheet.right(545, _apostrophe(row.balance))
        for line in row.lines:
            sheet.left(90, line)
            sheet.down()
    sheet.left(90, "Umsatztotal", bold=True)
    sheet.right(345, figure(history.money_out, group="'"), bold=True)
    sheet.right(420, figure(history.money_in, group="'"), bold=True)
    sheet.down()
    sheet.left(90, "Schlusssaldo", bold=True)
    sheet.right(545, _apostrophe(history.closing), bold=True)
    draft.account(history, number.replace(" ", ""), "checking", "CHF", (first, last))


def _apostrophe(amount: Decimal) -> str:
    return minus(amount, figure(amount, group="'"))


def _swiss_head(sheet: Sheet, number: str, page: int) -> None:
    sheet.left(45, "Bergkantonalbank Brünn", bold=True, size=12, y=42)
    sheet.left(45, f"Privatkonto CHF  {number}", y=58)
    sheet.right(545, f"Kontoauszug 01.09.2024 - 30.09.2024   Seite {page}/{{nb}}", y=58)
    sheet.y = 84
    sheet.columns(
        [(45, "Datum"), (90, "Text"), (-345, "Belastung"), (-420, "Gutschrift"), (430, "Valuta"),
         (-545, "Saldo")],
        bold=True,
    )  # fmt: skip
    sheet.rule(45, 545)
    sheet.down(16)


@layout
def french_releve(draft: Draft) -> None:
    """Débit and Crédit, days as DD.MM, no running balance, totals of the operations."""
    first, last = dt.date(2024, 4, 1), dt.date(2024, 4, 30)
    history = draft.printed(invented(draft.rng, FRENCH, first, last, 30))
    number = f"FR76{draft.digits(23)}"
    sheet = draft.paper(size=8)
    sheet.foot = lambda _: sheet.left(
        40,
        "S.A. au capital de 1 234 567,00 EUR - R.C.S. Lyon 123 456 789 - ORIAS 07 001 234",
        y=815,
    )
    sheet.page()
    sheet.left(40, "BANQUE DES TROIS RIVIERES", bold=True, size=12)
    sheet.down(18)
    sheet.left(40, "RELEVE DE COMPTE CHEQUES   du 01.04.2024 au 30.04.2024")
    sheet.right(550, f"IBAN {number}")
    sheet.down(26)
    sheet.columns(
        [(40, "Date"), (80, "Nature des opérations"), (330, "Valeur"), (-460, "Débit"),
         (-550, "Crédit")],
        bold=True,
    )  # fmt: skip
    sheet.rule(40, 550)
    sheet.down(16)
    _french_balance(sheet, "ANCIEN SOLDE AU 31.03.2024", history.opening)
    for row in history.shown:
        sheet.need(sheet.line * len(row.lines))
        sheet.left(40, f"{row.date:%d.%m}")
        sheet.left(330, f"{row.value_date or row.date:%d.%m}")
        sheet.right(460 if row.amount < 0 else 550, comma(row.printed, " "))
        for line in row.lines:
            sheet.left(80, line)
            sheet.down()
    sheet.need(3 * sheet.line)
    sheet.rule(40, 550, dy=-8)
    sheet.left(80, "TOTAL DES OPERATIONS")
    sheet.right(460, comma(history.money_out, " "))
    sheet.right(550, comma(history.money_in, " "))
    sheet.down(16)
    _french_balance(sheet, "NOUVEAU SOLDE AU 30.04.2024", history.closing)
    draft.account(history, number, "checking", "EUR", (first, last), balances="none")


def _french_balance(sheet: Sheet, label: str, balance: Decimal) -> None:
    sheet.left(80, label, bold=True)
    sheet.right(460 if balance < 0 else 550, comma(balance, " "), bold=True)
    sheet.down(16)


@layout
def swedish_minus(draft: Draft) -> None:
    """Bokföringsdag in ISO form, `-1 234,56`, balance per row, newest row first."""
    first, last = dt.date(2024, 2, 1), dt.date(2024, 2, 29)
    history = draft.printed(invented(draft.rng, SWEDISH, first, last, 30, scale=4))
    number = f"8{draft.digits(3)}-{draft.digits(1)},{draft.digits(3)} {draft.digits(3)} 111-3"
    sheet = draft.paper(size=8)
    sheet.page()
    sheet.left(50, "Nordviken Sparbank", bold=True, size=13)
    sheet.down(18)
    sheet.left(50, f"Kontoutdrag 2024-02-01 - 2024-02-29   Kontonummer {number}")
    sheet.down()
    sheet.left(50, f"Ingående saldo {_spaced(history.opening)} SEK")
    sheet.right(545, f"Utgående saldo {_spaced(history.closing)} SEK")
    sheet.down(24)
    sheet.columns(
        [(50, "Bokföringsdag"), (130, "Valutadag"), (200, "Beskrivning"), (-450, "Belopp"),
         (-545, "Saldo")],
        bold=True,
    )  # fmt: skip
    sheet.rule(50, 545)
    sheet.down(16)
    for row in reversed(history.shown):
        sheet.need(sheet.line)
        sheet.left(50, row.date.isoformat())
        sheet.left(130, (row.value_date or row.date).isoformat())
        sheet.left(200, row.text)
        sheet.right(450, minus(row.amount, comma(row.printed, " ")))
        sheet.right(545, _spaced(row.balance))
        sheet.down()
    draft.account(history, number, "checking", "SEK", (first, last))


def _spaced(amount: Decimal) -> str:
    return minus(amount, comma(amount, " "))
