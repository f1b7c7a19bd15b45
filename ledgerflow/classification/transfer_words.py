"""How banks write transfers between own accounts, in several languages; pure.

Here: the words, and which numbers, names, kinds and references a folded text shows. Not here:
what they prove (transfer_evidence.py).
"""

import re

# Any own account may stand on the other side.
TRANSFER_WORDS = (
    "transfer", "transfers", "xfer", "tfr", "trf", "trsf", "trnsfr", "internal transfer",
    "online banking transfer", "online transfer", "account transfer", "own account", "to savings",
    "from savings", "to checking", "from checking", "sweep", "inst xfer", "balance transfer",
    "transfer to", "transfer from", "funds transfer", "fund transfer", "between accounts",
    "to own account", "from own account", "standing order to savings", "move money", "top up",
    "umbuchung", "ubertrag", "kontoubertrag", "uberweisung eigene", "eigenubertrag",
    "eigenuberweisung", "eigenes konto", "eigene konten", "eigenkonto", "auf sparkonto",
    "vom sparkonto", "tagesgeld", "tagesgeldkonto", "depotubertrag", "umbuchung auf",
    "ubertragung", "kontoausgleich", "sparubertrag", "interne umbuchung",
    "virement interne", "virement compte a compte", "virement epargne", "transfert",
    "traspaso", "transferencia propia", "transferencia interna", "transferencia entre cuentas",
    "giroconto", "trasferimento", "overboeking eigen rekening", "eigen rekening",
    "naar spaarrekening", "van spaarrekening", "overforing", "przelew wlasny",
    "transferencia entre contas",
)  # fmt: skip

# Only where a card or a loan is paid, and saying so by themselves.
DEBT_WORDS = (
    "payment thank you", "thank you", "besten dank", "payment received", "autopay", "auto pay",
    "thank you for your payment", "autopay payment", "automatic payment", "credit card payment",
    "credit card pmt", "credit crd", "crd autopay", "crd epay", "crcardpmt", "cardmember",
    "card services", "cc pmt", "cc payment", "epayment", "e payment", "epay", "loan payment",
    "loan pmt", "payment received thank you", "credit card bill", "card bill", "pay card",
    "kreditkartenabrechnung", "kartenabrechnung", "kreditkarte", "zahlung erhalten",
    "vielen dank", "vielen dank fur ihre zahlung", "zahlungseingang", "kreditkartenausgleich",
    "kartenausgleich", "kreditkartenzahlung", "tilgung", "darlehen", "darlehensrate", "kreditrate",
    "paiement merci", "paiement recu", "paiement carte de credit", "remboursement carte",
    "pago recibido", "pago tarjeta", "pagamento carta di credito", "saldo carta",
    "betaling creditcard", "creditcard", "ontvangen betaling",
)  # fmt: skip

# As above, but many a purchase says so too: nothing beside a stranger's name.
LOOSE_DEBT_WORDS = (
    "payment", "pymt", "pmt", "card payment", "bill payment", "bill pay", "online payment",
    "mobile payment", "mobile pymt", "ach pmt", "ach payment", "electronic payment",
    "internet payment", "direct debit payment", "balance payment", "lastschrift", "zahlung",
)  # fmt: skip

# How a text names the kind of an account.
KIND_WORDS = {
    "savings": (
        "savings", "saving", "sav", "svgs", "svg", "money market", "mma", "sparkonto", "tagesgeld",
        "tagesgeldkonto", "sparbuch", "spaarrekening", "epargne", "livret", "ahorro", "ahorros",
        "isa",
    ),
    "checking": (
        "checking", "chk", "chkg", "chq", "current account", "girokonto", "giro",
        "geschaftskonto", "kontokorrent", "compte courant", "cuenta corriente",
    ),
    "card": (
        "credit card", "credit crd", "creditcard", "crd", "cc", "visa", "mastercard", "amex",
        "american express", "discover", "cardmember", "card services", "kreditkarte",
        "kreditkartenabrechnung", "kartenabrechnung", "crcardpmt", "barclaycard",
    ),
    "loan": ("loan", "mortgage", "line of credit", "heloc", "darlehen", "darlehensrate",
             "tilgung", "kreditrate", "hypothek"),
    "investment": ("brokerage", "investment", "invest", "depot", "wertpapierdepot", "ira",
                   "securities"),
}  # fmt: skip

# Words beside a transfer word that name nobody.
FILLERS = frozenset(
    """
    account accounts acct acc konto kontos compte cuenta rekening number nummer nr ref reference
    referenz conf confirmation confirm code trace trn txn transaction transaktion web online
    internet mobile banking bank banks electronic auto automatic recurring scheduled daily weekly
    monthly monatlich dauerauftrag standing order instant inst realtime real time sepa wire ach
    eft pmt ppd ccd book internal intern interne interner own eigen eigene eigenes deposit deposits
    credit debit withdrawal withdraw einzahlung auszahlung gutschrift belastung lastschrift
    uberweisung from the and for und von vom auf aus zum zur nach der die das mit fur date datum on
    at in out into my mein meine ending end payment payments pymt zahlung thank you received
    card cards karte money funds fund cash balance transfers transferred branch counter teller atm
    des per via dated value valuta buchung buchungstext verwendungszweck iban bic swift swft mandat
    end2end eref mref kref svwz usd eur gbp cad chf aud primary main hauptkonto checkings business
    personal privat privatkonto geschaftlich portal app self selbst thanks overdraft protection
    purchase loans type same day next bill pay faster chaps bacs channel dda pos best danke
    ally aib allied amex american express anz bancorp barclays barclaycard bbva bmo bnp
    boa bofa bradesco capital one cba charles schwab chase jpmorgan cibc citi citibank citizens
    comdirect commerzbank consorsbank coutts deutsche dkb discover fidelity fifth third first
    direct goldman sachs marcus halifax hsbc huntington hypovereinsbank ing diba itau jpm keybank
    lloyds mercury monzo morgan stanley natwest navy federal n26 nationwide pnc postbank rabobank
    rbc regions relay revolut santander schwab scotiabank sofi sparda sparkasse standard chartered
    starling synchrony td targobank tide truist tsb ubs unicredit usaa vanguard volksbank wells
    fargo westpac wise union
    """.split()  # noqa: SIM905
)

# Who moves other people's money: beside these names a transfer word says nothing.
PROCESSORS = frozenset((
    "zelle", "venmo", "paypal", "stripe", "square", "cashapp", "klarna", "adyen", "payoneer",
    "shopify", "gusto", "adp", "paychex", "payroll", "gocardless", "sumup", "mollie", "worldpay",
    "doordash", "uber", "airbnb", "etsy", "ebay", "patreon", "salary", "gehalt", "lohn", "wages",
    "rent", "miete", "invoice", "rechnung", "refund", "erstattung", "ruckerstattung", "dividend",
    "remitly", "xoom", "twint", "bizum", "wero", "giropay", "paydirekt", "braintree",
))  # fmt: skip

# Words of business, not of a person: on both sides they say nothing.
NOBODY = frozenset((
    "inv", "invoice", "rechnung", "rech", "order", "bestellung", "kunde", "customer", "client",
    "honorar", "limited", "holding", "group", "services", "service", "supplies", "company", "corp",
    "gmbh", "ltd", "llc", "inc",
))  # fmt: skip

# Those of them that a person sends money to himself with.
BETWEEN_PERSONS = frozenset(("zelle", "venmo", "cashapp", "twint", "bizum", "wero", "giropay"))

# Too general to point at one account by.
GENERAL_NAMES = frozenset((
    "account", "checking", "savings", "card", "business", "bank", "current", "main", "giro",
    "konto", "compte", "credit", "girokonto", "sparkonto", "tagesgeld", "kreditkarte", "loan",
    "visa", "mastercard", "personal", "primary", "geschaftskonto", "everyday", "company",
    "operating", "transfer", "payment",
))  # fmt: skip


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


_TRANSFER = _pattern(TRANSFER_WORDS)
_ANY = _pattern(TRANSFER_WORDS + DEBT_WORDS)
_ANY_LOOSE = _pattern(TRANSFER_WORDS + DEBT_WORDS + LOOSE_DEBT_WORDS)
_KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_KIND = _pattern(tuple(_KINDS))
_PUNCTUATION = re.compile(r"[^\w]+|_+")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")

_MARK = (
    r"(?:x+|\*+|\.{2,}|•+|…+|(?<![a-z])(?:ending(?: in)?|end(?:et auf)?|acct|account|a/c|konto|kto|"
    r"compte|card|karte|chk|chkg|checking|sav|svgs|savings|visa|crd|loan|iban|no|nr|"
    r"girokonto|sparkonto|tagesgeldkonto|kreditkarte)|#)"
)
_SHOWN = re.compile(rf"{_MARK}[\s.:#*x•\-]*(?:\d{{4,}}(?=\d{{4}}(?!\d)))?(\d{{4}})(?![\d])")
_IBAN = re.compile(r"(?<![^\W_])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?(?![^\W_])")
_MASKED = re.compile(r"(?:x{2,}|\*{2,}|\.{2,}|•+|…+|ending in )[\s\-]*(\d{4})(?!\d)")
_ISSUER = re.compile(r"(?<![^\W_])[^\W\d_]+ (?=(?:card|cards|visa|mastercard|bank|bancorp) )")
_LONG_NUMBER = re.compile(r"(?<!\d)[a-z]{2}\d{6,}(\d{4})(?!\d)")
_REFERENCE = re.compile(r"(?<![^\W_])(?=[a-z]*\d)[a-z0-9]{6,}(?![^\W_])")
_DATE_LIKE = re.compile(r"(?:19|20)\d{2}[01]\d[0-3]\d|[0-3]\d[01]\d(?:19|20)?\d{2}")


def plain_words(text: str) -> str:
    """Folded text with every sign between words made one space."""
    return _PUNCTUATION.sub(" ", text).strip()


def find_transfer_word(text: str, *, pays_debt: bool) -> str:
    """The transfer word in folded text, or "" (card payment words only with `pays_debt`)."""
    found = (_ANY_LOOSE if pays_debt else _TRANSFER).search(plain_words(text))
    return found.group(0) if found else ""


def is_loose(text: str) -> bool:
    """True where only words that a purchase may carry too say that a debt was paid."""
    return _ANY.search(plain_words(text)) is None


def shown_numbers(text: str) -> frozenset[str]:
    """The last four digits of every account that folded text shows, IBANs included."""
    found = set(_SHOWN.findall(text)) | set(_LONG_NUMBER.findall(text))
    for iban in _IBAN.findall(text):
        tail = iban.replace(" ", "")[-4:]
        if tail.isdigit() and sum(c.isdigit() for c in iban) >= 8:
            found.add(tail)
    return frozenset(found)


def masked_numbers(text: str) -> frozenset[str]:
    """As `shown_numbers`, but only those that nothing else than an account is written like."""
    return frozenset(_MASKED.findall(text)) | frozenset(_LONG_NUMBER.findall(text))


def names_number(text: str, last4: str) -> bool:
    """True where the text shows an account ending in these digits, not merely contains them."""
    return last4 in shown_numbers(text)


def pointing_name(name: str) -> str:
    """An account's folded name as words, or "" where it is only general words."""
    wanted = plain_words(name).split()
    telling = any(len(w) > 3 and w not in GENERAL_NAMES and w not in FILLERS for w in wanted)
    return " ".join(wanted) if telling else ""


def names_account(text: str, name: str) -> bool:
    """True where the account's whole name stands in the text and is more than a general word."""
    wanted = pointing_name(name)
    return bool(wanted) and f" {wanted} " in f" {plain_words(text)} "


def named_kinds(text: str) -> frozenset[str]:
    """Kinds of account that folded text names: "savings", "checking", "card", ..."""
    return frozenset(_KINDS[word] for word in _KIND.findall(plain_words(text)))


def strangers(text: str, known: frozenset[str]) -> frozenset[str]:
    """Words that may name somebody else: no transfer or filler word, and not in `known`."""
    bare = _ISSUER.sub(" ", f"{plain_words(text)} ")
    bare = _KIND.sub(" ", _ANY_LOOSE.sub(" ", bare))
    return frozenset(
        word
        for word in _WORD.findall(bare)
        if word not in FILLERS and word not in known and "bank" not in word
    )


def references(text: str) -> frozenset[str]:
    """Reference numbers in folded text: six characters or more with digits, dates left out."""
    return frozenset(
        word
        for word in _REFERENCE.findall(text)
        if sum(c.isdigit() for c in word) >= 4 and not _DATE_LIKE.fullmatch(word)
    )
