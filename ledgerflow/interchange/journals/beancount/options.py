"""Beancount's options: those that change what a book says.

Here: their values. Not here: what is done with them.
"""

from decimal import Decimal, InvalidOperation

from ledgerflow.interchange.journals.beancount.lexing import NoSyntax
from ledgerflow.interchange.journals.beancount.records import ROOTS, Options
from ledgerflow.interchange.journals.faults import Faults

_WITHOUT_MEANING_HERE = "Options without meaning for the books are left out"


def option_set(options: Options, line: int, name: str, value: str, faults: Faults) -> None:
    """Keep an option; one that changes no figure is told as a note. Raises NoSyntax."""
    if name == "title":
        options.title = value
    elif name == "operating_currency":
        options.currency = options.currency or value
    elif name == "booking_method":
        options.method = value
    elif name in ROOTS:
        default, kind = ROOTS[name]
        options.roots.pop(default, None)
        options.roots[value] = kind
    elif name in {"inferred_tolerance_multiplier", "tolerance_multiplier"}:
        options.multiplier = _number(name, value)
    elif name == "inferred_tolerance_default":
        currency, _, number = value.partition(":")
        options.tolerances[currency] = _number(name, number)
    elif name == "infer_tolerance_from_cost":
        options.from_cost = value.upper() in {"TRUE", "1"}
    else:
        faults.note("option", "", line, _WITHOUT_MEANING_HERE, "Nothing to do.")


def _number(name: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip()[:40])
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise NoSyntax(f"{text[:40]!r} is no number for the option {name}")
    return value
