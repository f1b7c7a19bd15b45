"""The words of a row that tell money in from money out, in the languages of banks' exports.

Here: data, folded (lower case, no accents), and which kind of words a text holds. Not here:
weighing them against the printed signs (direction.py).
"""

import re
from typing import Literal

from ledgerflow.statements.tables.words import fold

Kind = Literal[
    "card_payment", "refund", "fee", "income", "spending", "chain", "purchase", "invoice"
]

_LONGEST = 4
_DIGITS = re.compile(r"\d+")


def _phrases(words: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in words.replace("\n", " ").split(",") if p.strip())


_CARD_PAYMENT = _phrases(
    """payments and credits, payment credit, payment received, payment recd, payment recvd,
    pymt received, thanks for paying, thank you for paying, zahlung erhalten, ihre zahlung,
    ihre einzahlung, paiement recu, votre paiement, pago recibido, su pago,
    pagamento recebido, pagamento ricevuto, betaling ontvangen, uw betaling, innbetaling,
    indbetaling, inbetalning, suoritus, otrzymana platnosc, splata karty, platba prijata,
    kifizetes beerkezett, odeme alindi"""
)
"""A card's holder paid the card: money in on the card's own statement, whatever the sign."""

_THANKS = re.compile(
    r"\b(?:payments?|pymt|autopay|paiement|pago|pagamento|betaling)\b.*"
    r"\b(?:thank you|thanks|merci|gracias|grazie|obrigado|dank u|dank)\b"
    r"|\b(?:thank you|thanks|merci|gracias|grazie|obrigado)\b.*"
    r"\b(?:payments?|pymt|autopay|paiement|pago|pagamento)\b|^thank you$"
)
"""Thanks for a payment say the same; thanks alone are what shops print at the end."""

MAYBE_PAYMENT = re.compile(
    r"^(?:(?:internet|online|mobile|web|electronic|automatic|auto|e|phone|branch|bank|recurring|"
    r"scheduled|direct debit|ach|eft)\s)?(?:payment|pymt|autopay|auto pay|epayment|autopayment|"
    r"paiement|pago|pagamento|betaling|betalning|zahlung|einzahlung|platnosc|splata)\b"
    r"(?! (?:to|for|a|an|aan|till)\b)"
    r"|\b(?:autopay|auto pay|autopayment|balance transfer|direct debit payment|"
    r"credit card payment|pagamento de fatura|pagamento fatura|lastschrifteinzug saldo)\b"
)
"""On a card it is money in; on the account that pays the card it is money out."""

_REFUND = _phrases(
    """refund, refunded, return, reversal, reversed, chargeback, credit voucher, rebate, cashback,
    cash back, statement credit, reimbursement, rewards, reward, erstattung, ruckerstattung,
    gutschrift, storno, stornierung, remboursement, avoir, rembt, reembolso, devolucion,
    estorno, rimborso, storno, terugbetaling, retour, zwrot, vraceni, vratka, visszaterites,
    aterbetalning, retur, refusjon, tilbagebetaling, hyvitys, palautus, iade, возврат"""
)

_INCOME = _phrases(
    """salary, salaries, payroll, wages, wage, direct deposit, direct dep, dir dep, deposit,
    deposits, dividend, dividends, interest earned, interest paid, interest credit, pension,
    credit interest, interest received, gross interest, net interest, transfer from, received
    from, payment from, transfer in, sales, takings, settlement, topup, top up,
    lodgement, lodgment, credit transfer, giro credit, bank credit, incoming, rent from, gehalt,
    lohn, bezuge, zahlungseingang, bareinzahlung, uberweisung von, geldeingang, salaire,
    virement recu, virement de, vir recu, vir inst de, remise cheque, remise de cheque,
    versement, nomina, sueldo, ingreso, transferencia recibida, transferencia de, abono, cobro,
    bizum recibido, stipendio, accredito, bonifico da, bonifico ricevuto, bonifico a vostro
    favore, versamento, emolumenti, salario, deposito, recebido, recebida, transf recebida,
    salaris, loon, storting, bijschrijving, overboeking van, wynagrodzenie, wplata, przelew
    przychodzacy, uznanie, mzda, vyplata mzdy, prichozi platba, prichozi uhrada, vklad,
    munkaber, jovairas, lon, lonn, loen, insattning, overforing fra, palkka, elake, pano,
    salariu, incasare, maas, gelen, gelen havale, zarplata, зарплата, поступление, зачисление,
    給料, 給与, 振込入金, 工资, 存入"""
)

_INVOICE = _phrases(
    """invoice, inv, rechnung, facture, factura, fattura, faktura, faktuur, lasku"""
)
"""Customers pay invoices; on its own a weak word."""

_FEE = _phrases(
    """fee, fees, interest charge, interest charged, finance charge, late charge, service charge,
    bank charge, bank charges, charges, overdraft interest, debit interest, entgelt, gebuhr,
    gebuhren, sollzinsen, frais, cotisation, agios, comision, comisiones, commissione,
    commissioni, spese, tarifa, tarifas, kosten, provisie, oplata, prowizja, poplatek, poplatky,
    kezelesi dij, dij, avgift, gebyr, palvelumaksu, masraf, ucret, комиссия, 手数料, 手续费"""
)

_SPENDING = _phrases(
    """withdrawal, atm, cash advance, purchase, purchases, pos, debit card, card purchase, visa
    debit, direct debit, standing order, cheque, mortgage, insurance, utilities, bill
    payment, bill pay, payment to, transfer to, sent to, tax payment, contactless, card payment,
    loan payment, lastschrift, kartenzahlung, kartenverfugung, geldautomat, bargeldauszahlung,
    auszahlung, abbuchung, dauerauftrag, uberweisung an, versicherung, prelevement, prlv,
    achat, retrait, virement emis, virement a, paiement par carte, paiement cb, carte,
    recibo, compra, pago en, transferencia emitida, transferencia a, reintegro, cargo,
    adeudo, impuesto, addebito, prelievo, acquisto, pagamento pos, pagamento carta, canone,
    bonifico disposto, saque, pix enviado, pix enviada, boleto, betaalautomaat,
    incasso, automatische incasso, geldautomaat, geldopname, platnosc karta, zakup,
    wyplata, przelew wychodzacy, platba kartou, nakup, vyber, vasarlas,
    keszpenzfelvetel, kortkop, kop, uttag, varekjop, uttak, dankort, haevning,
    osto, korttiosto, nosto, harcama, покупка, снятие, оплата, cumparare,
    cumparaturi, retragere, 引出, 消费, 支付"""
)

_PURCHASE = _phrases(
    """store, stores, shop, shops, market, supermarket, supermarkt, supermercado, supermarche, mart,
    grocer, grocers, grocery, groceries, foods, cafe, coffee, espresso, bakery, baker, backerei,
    boulangerie, padaria, panaderia, restaurant, restaurants, restaurante, ristorante, pizza,
    pizzeria, burger, grill, diner, dining, bistro, tavern, pub, brewery, hotel, hotels, motel,
    airlines, air lines, airline, airways, taxi, parking, parkhaus, petrol, fuel, gas station,
    tankstelle, gasoline, pharmacy, apotheke, pharmacie, farmacia, apotek, drugstore, cinema,
    theatre, gym, books, bookstore, hardware, lumber, electronics, furniture, travel, shopping,
    entertainment, merchandise, restauracja, sklep, kiosk, sushi, noodle, laundry, cleaners,
    florist, subscription"""
)
"""Kinds of shops. They are customers of somebody too, so they never decide by themselves."""

_CHAINS = _phrases(
    """amazon, amzn, starbucks, walmart, target, costco, uber, lyft, netflix, spotify, ikea,
    lidl, aldi, tesco, carrefour, shell, exxon, mobil, chevron, mcdonald, mcdonalds,
    mcdonald s, airbnb, ebay, ups, fedex, usps, adobe, dropbox, zoom us, 7 eleven,
    home depot, whole foods, trader joe s, steam games, microsoft, google, openai, itunes,
    apple com bill"""
)
"""Chains that the whole world buys from."""

_SHOP_SHAPE = re.compile(
    r"#\s?\d{2,6}\b|\b[A-Z]{2,8} ?\* ?\w|\w\.(?:com|net|org|co|io|de|fr|nl|it|es)\b"
    r"|[A-Za-z]{3} (?:A[LKZR]|C[AOT]|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]"
    r"|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?:$| \|)"
)
"""The shape of card descriptions, unfolded: a store number, 'SQ *', a web address, a state."""

_ORDER: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("card_payment", _CARD_PAYMENT),
    ("refund", _REFUND),
    ("fee", _FEE),
    ("income", _INCOME),
    ("spending", _SPENDING),
    ("chain", _CHAINS),
    ("purchase", _PURCHASE),
    ("invoice", _INVOICE),
)
_RANK: dict[str, int] = {}
for _rank, (_, _words) in enumerate(_ORDER):
    for _phrase in _words:
        _RANK.setdefault(fold(_phrase), _rank)
_WITHOUT_SPACES = tuple(p for p in _RANK if not p.isascii() and p[0] > "\u3000")


def kind_of_text(text: str) -> tuple[str, Kind | None]:
    """The text folded without digits, and the most telling kind of words in it."""
    folded = _DIGITS.sub("", fold(text))
    if _THANKS.search(folded):
        return folded, "card_payment"
    words = folded.split()
    ranks = [
        rank
        for start in range(len(words))
        for size in range(1, _LONGEST + 1)
        if (rank := _RANK.get(" ".join(words[start : start + size]))) is not None
    ]
    if not folded.isascii():
        ranks.extend(_RANK[p] for p in _WITHOUT_SPACES if p in folded)
    kind = _ORDER[min(ranks)][0] if ranks else None
    if kind in (None, "purchase", "invoice") and _SHOP_SHAPE.search(text.strip()):
        return folded, "chain"
    return folded, kind
