"""How banks write refunds, reversals and sales, in several languages; pure.

Here: the words, and a payee's key without them. Not here: which purchase a refund belongs to
(refunds.py).
"""

import re
from collections.abc import Iterator

from ledgerflow.classification.payees import normalise

_REFUND = """
    refund refunds refunded return returns returned reversal reversed reverse chargeback
    chargebacks dispute disputed rebate reimbursement credited adjustment voucher void
    cancelled canceled cancellation storno stornierung gutschrift erstattung ruckerstattung
    ruckzahlung rucklastschrift ruckbuchung retoure ruckgabe ruckuberweisung
    remboursement avoir reembolso devolucion rimborso storni terugbetaling retour zwrot
    """
# These say it only together with another word.
_REFUND_PHRASES = (
    "credit voucher", "merchandise credit", "merchant credit", "purchase return", "credit memo",
    "provisional credit", "goodwill credit", "courtesy credit", "price adjustment", "fee waiver",
    "money back", "unpaid item", "nsf return", "return item",
)  # fmt: skip
_SALES = """
    payout payouts settlement settlements deposit deposits payroll salary wages invoice sale sales
    disbursement royalty royalties commission dividend interest remittance honorar auszahlung
    gehalt lohn rechnung provision zinsen honoraires salaire facture nomina factura
    """

OPENING_LONGER_THAN = 3
"""Letters of a payee's first words; fewer are anybody's."""

_DROPPED = frozenset(_REFUND.split()) | frozenset(
    ("credit", "merchandise", "merchant", "purchase", "of", "from")
)
_FIND = re.compile(
    rf"(?<![^\W_])(?:{'|'.join([*map(re.escape, _REFUND_PHRASES), *_REFUND.split()])})(?![^\W_])"
)
_FIND_SALE = re.compile(rf"(?<![^\W_])(?:{'|'.join(_SALES.split())})(?![^\W_])")


def find_refund_word(text: str) -> str:
    """The word of folded text that says money goes back, or ""."""
    found = _FIND.search(text)
    return found.group(0) if found else ""


def says_sale(text: str) -> bool:
    """True where folded text says that money in was earned."""
    return _FIND_SALE.search(text) is not None


def key_without_refund(payee_key: str) -> str:
    """The payee's key without refund words at its ends: "refund amzn mktp" is Amazon's key."""
    if not find_refund_word(payee_key):
        return payee_key
    kept = payee_key.split()
    while kept and kept[-1] in _DROPPED:
        kept.pop()
    while kept and kept[0] in _DROPPED:
        kept.pop(0)
    return normalise(" ".join(kept)).key or payee_key


def openings_of(payee_key: str) -> Iterator[str]:
    """The first words of a key, from all of them on, as far as they can be a name."""
    words = payee_key.split()
    openings = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return (opening for opening in openings if len(opening) > OPENING_LONGER_THAN)
