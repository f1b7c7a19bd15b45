"""The last step of every amount: text that is plain already becomes a Decimal that fits.

Here: size and storability. Not here: signs, marks and grouping, which are each format's own.
"""

from decimal import Decimal

from ledgerflow.core.money import is_storable

CHARACTERS_MAX = 60


def plain_amount(text: str) -> Decimal | None:
    """Digits with an optional point as a Decimal; None where it cannot be stored exactly."""
    if len(text) > CHARACTERS_MAX:
        return None
    value = Decimal(text)
    # At most 15 characters with a point among the last five always fit; the rest is measured.
    if (len(text) > 15 or "." in text[:-5]) and not is_storable(value):
        return None
    return value if value else abs(value)
