"""How far a Beancount transaction may be off, by the digits it is written with.

Here: that one rule. Not here: what a transaction weighs (booking.py).
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from ledgerflow.core.money import AMOUNT_LIMIT
from ledgerflow.interchange.journals.beancount.records import Options, Transaction

_QUANTUM_DIGITS_MAX = 4


def tolerances_of(transaction: Transaction, options: Options) -> dict[str, Decimal]:
    """How far each currency may be off: half of the last digit written, of the coarsest."""
    found = dict(options.tolerances)
    from_cost: defaultdict[str, Decimal] = defaultdict(Decimal)
    for posting in transaction.postings:
        if posting.number is None:
            continue
        exponent = posting.number.as_tuple().exponent
        if not isinstance(exponent, int) or exponent >= 0:
            continue
        tolerance = Decimal(1).scaleb(exponent) * options.multiplier
        found[posting.currency] = max(found.get(posting.currency, tolerance), tolerance)
        if options.from_cost and posting.cost is not None and posting.cost.number:
            from_cost[posting.cost.currency] += tolerance * posting.cost.number
        elif options.from_cost and posting.price is not None and posting.price.number:
            from_cost[posting.price.currency] += tolerance * posting.price.number
    for currency, tolerance in from_cost.items():
        found[currency] = max(found.get(currency, tolerance), tolerance)
    return found


def quantized(number: Decimal, currency: str, tolerances: Mapping[str, Decimal]) -> Decimal:
    """A worked-out amount, as exact as the written ones of its currency."""
    tolerance = tolerances.get(currency, tolerances.get("*", Decimal(0)))
    quantum = (tolerance * 2).normalize()
    if not tolerance or len(quantum.as_tuple().digits) > _QUANTUM_DIGITS_MAX:
        return number
    return number.quantize(quantum) if abs(number) < AMOUNT_LIMIT else number
