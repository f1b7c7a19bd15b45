"""How banks write transfers between own accounts, in several languages; pure.

Here: the words, and finding a number or a name in folded text. Not here: what they prove
(transfers.py).
"""

import re

# Any own account may stand on the other side.
TRANSFER_WORDS = (
    "transfer", "transfers", "xfer", "tfr", "trf", "trsf", "trnsfr", "internal transfer",
    "online banking transfer", "online transfer", "account transfer", "own account", "to savings",
    "from savings", "to checking", "from checking", "sweep", "inst xfer",
    "umbuchung", "ubertrag", "kontoubertrag", "uberweisung eigene", "eigenubertrag",
    "eigenes konto", "auf sparkonto", "vom sparkonto", "tagesgeld",
    "virement interne", "virement compte a compte", "virement epargne", "transfert",
    "traspaso", "transferencia propia", "transferencia interna", "transferencia entre cuentas",
    "giroconto", "trasferimento", "overboeking eigen rekening", "eigen rekening",
    "naar spaarrekening", "van spaarrekening", "overforing", "przelew wlasny",
    "transferencia entre contas",
)  # fmt: skip

# Only where a card or a loan is paid: on other accounts these words mean purchases.
DEBT_WORDS = (
    "payment thank you", "payment received", "thank you for your payment", "autopay", "auto pay",
    "automatic payment", "card payment", "credit card payment", "credit crd", "crd autopay",
    "crcardpmt", "cardmember", "card services", "bill payment", "online payment", "mobile payment",
    "mobile pymt", "epayment", "e payment", "epay", "ach pmt", "ach payment",
    "electronic payment", "internet payment", "payment", "pymt", "loan payment",
    "loan pmt", "direct debit payment", "balance payment",
    "kreditkartenabrechnung", "kartenabrechnung", "kreditkarte", "zahlung erhalten",
    "vielen dank fur ihre zahlung", "tilgung", "darlehen",
    "paiement merci", "paiement recu", "paiement carte de credit", "remboursement carte",
    "pago recibido", "pago tarjeta", "pagamento carta di credito", "saldo carta",
    "betaling creditcard", "creditcard", "ontvangen betaling",
)  # fmt: skip


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


_TRANSFER = _pattern(TRANSFER_WORDS)
_ANY = _pattern(TRANSFER_WORDS + DEBT_WORDS)
_PUNCTUATION = re.compile(r"[^\w]+|_+")

# Too general to point at one account by.
_GENERAL_NAMES = frozenset((
    "account", "checking", "savings", "card", "business", "bank", "current", "main", "giro",
    "konto", "compte", "credit",
))  # fmt: skip


def find_transfer_word(text: str, *, pays_debt: bool) -> str:
    """The transfer word in folded text, or "" (card payment words only with `pays_debt`)."""
    plain = _PUNCTUATION.sub(" ", text)
    found = (_ANY if pays_debt else _TRANSFER).search(plain)
    return found.group(0) if found else ""


def names_number(text: str, last4: str) -> bool:
    """True where the text shows an account ending in these digits, not merely contains them."""
    digits = re.escape(last4)
    marked = r"(?:x+|\*+|\.{2,}|ending(?: in)?|end|acct|account|konto|compte|card|#|no)"
    return bool(
        re.search(rf"(?:{marked}[\s.:#*x\-]*|(?<!\d)[a-z]{{2}}\d{{6,}}){digits}(?!\d)", text)
    )


def names_account(text: str, name: str) -> bool:
    """True where the account's whole name stands in the text and is more than a general word."""
    wanted = _PUNCTUATION.sub(" ", name).split()
    if not any(len(w) > 3 and w not in _GENERAL_NAMES for w in wanted):
        return False
    return f" {' '.join(wanted)} " in f" {_PUNCTUATION.sub(' ', text)} "
