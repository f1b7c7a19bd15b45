"""Which rows of an investment account move cash, and in which direction.

Here: the actions of !Type:Invst. Not here: trades of securities, which are not read; amounts
and dates (qif_values.py).
"""

from ledgerflow.statements.formats.qif_records import Record

_IN = frozenset(
    ("xin", "contribx", "div", "intinc", "cglong", "cgmid", "cgshort", "miscinc", "rtrncap")
)
_OUT = frozenset(("xout", "withdrwx", "miscexp", "margint"))
_SIGNED = frozenset(("", "cash", "deposit", "withdrawal", "payment"))
_SECURITY = frozenset("YIQ")


def cash_sign(record: Record) -> int | None:
    """1 or -1 to multiply the printed amount with; None for a row that moves no cash here.

    Actions that end in X move their cash in another account. Rows of the register that are no
    action of the standard move cash as printed, unless they name a security.
    """
    action = record.fields.get("N", "").casefold()
    if action in _IN:
        return 1
    if action in _OUT:
        return -1
    if action in _SIGNED or _is_number(action):
        return 1 if _SECURITY.isdisjoint(record.fields) and _has_amount(record) else None
    return None


def _is_number(action: str) -> bool:
    """A check number where an action is expected."""
    return action.isdigit()


def _has_amount(record: Record) -> bool:
    return any(record.fields.get(code) for code in "TU$")
