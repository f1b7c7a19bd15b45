"""Invented descriptions in the banks' own languages.

Here: rows as (sign, pattern); `|` begins a new printed line. Not here: real shops or people.
"""

import random
import re

SHOPS = ("Quillon", "Harrowby", "Tarnfield", "Ostrava", "Pinecrest", "Vexley", "Zephyr", "Brambly",
         "Mirefield", "Ordway", "Calloway", "Lumenta", "Sundale", "Kestrel")  # fmt: skip
PEOPLE = ("T Harlow-Finch", "S Wexcombe", "K Adeyinka", "R Quarrie", "J Oakhollow", "M Tindle",
          "L Marchetti", "A Fernsby")  # fmt: skip

Rows = tuple[tuple[int, str], ...]

US: Rows = (
    (1, "DIRECT DEP {SHOP} PAYROLL PPD ID: {n9}"),
    (1, "MOBILE CHECK DEPOSIT REF {n6}"),
    (1, "ZELLE FROM {person} CONF {n6}"),
    (-1, "POS PURCHASE {SHOP} MARKET #{n4} PORTLAND OR"),
    (-1, "ACH DEBIT {SHOP} UTILITIES WEB PMT"),
    (-1, "ATM WITHDRAWAL {n6} 12TH & PINE"),
    (-1, "ONLINE TRANSFER TO SAV ...{n4} REF #{n6}"),
    (-1, "CARD 4417 {SHOP} COFFEE ROASTERS"),
    (-1, "MONTHLY MAINTENANCE FEE"),
)
US_CARD: Rows = (
    (-1, "{SHOP} BOOKS #{n4} SALEM OR"),
    (-1, "{SHOP} FUEL {n6} BEND OR"),
    (-1, "SQ *{SHOP} CAFE PORTLAND OR"),
    (-1, "{SHOP}.EXAMPLE 800-555-{n4} WA"),
    (-1, "{SHOP} AIR {n9} SEATTLE WA"),
)
UK: Rows = (
    (-1, "{SHOP} STORES ON 12 MAY"),
    (-1, "{SHOP} WATER|REF {n9}"),
    (-1, "{SHOP} COUNCIL|{n6}"),
    (-1, "{person}|RENT|FIRST PAYMENT 0{n4}"),
    (1, "{SHOP} LTD|SALARY {n6}"),
    (1, "{person}|SENT FROM {shop}"),
)
GERMAN: Rows = (
    (1, "GUTSCHRIFT|{shop} AG|Lohn/Gehalt {n6}"),
    (-1, "KARTENZAHLUNG|{shop} Markt SAGT DANKE//Köln/DE|Folge-Nr. 03"),
    (-1, "DAUERAUFTRAG|{person}|Miete inkl. Nebenkosten"),
    (-1, "LASTSCHRIFT|{shop} Energie GmbH|Vertragskonto {n9} Abschlag"),
    (-1, "ENTGELTABSCHLUSS|Kontoführung"),
    (1, "ÜBERWEISUNGSGUTSCHR.|{person}|Auslage Geschäftsessen"),
)
SWISS: Rows = (
    (1, "Gutschrift {shop} AG, 8004 Zürich"),
    (-1, "E-Banking Auftrag {person}|Rechnung {n6}"),
    (-1, "Einkauf {shop} Genossenschaft|Karte Nr. XXXX {n4}"),
    (-1, "LSV+ Belastung {shop} Versicherungen"),
    (-1, "Bargeldbezug Bahnhof Süd"),
)
FRENCH: Rows = (
    (1, "VIR SEPA RECU /DE {SHOP} SAS|/MOTIF FACTURE {n6}"),
    (-1, "PRLV SEPA {SHOP} ENERGIE|ECH/{n6} ID EMETTEUR/FR{n9}"),
    (-1, "FACTURE CARTE DU {day} {SHOP} LYON|CARTE 4974XXXXXXXX{n4}"),
    (-1, "CHEQUE {n9}"),
    (-1, "COTISATION CARTE ET SERVICES"),
)
SPANISH: Rows = (
    (1, "TRANSFERENCIA DE {SHOP} S.L."),
    (1, "ABONO NOMINA {SHOP} SA"),
    (-1, "RECIBO {SHOP} LUZ|Nº RECIBO {n4} {n6}"),
    (-1, "COMPRA TARJ. 5402XXXXXXXX{n4}|{SHOP} MERCADO-VALENCIA"),
    (-1, "COMISION MANTENIMIENTO"),
)
ITALIAN: Rows = (
    (1, "BONIFICO A VOSTRO FAVORE|ORD: {SHOP} SRL CAUS: FATTURA {n4}"),
    (-1, "PAGAMENTO POS {SHOP} MILANO|CARTA *{n4}"),
    (-1, "ADDEBITO DIRETTO {SHOP} ENERGIA"),
    (-1, "CANONE MENSILE CONTO"),
    (-1, "PRELIEVO BANCOMAT {n6}"),
)
DUTCH: Rows = (
    (1, "{shop} BV|Salaris kenmerk {n9}"),
    (-1, "{shop} Supermarkt AMSTERDAM|Betaalautomaat pas {n4}"),
    (-1, "{shop} Zorgverzekeraar|Incasso machtiging {n6}"),
    (-1, "{person}|Huur"),
)
BRAZILIAN: Rows = (
    (1, "PIX RECEBIDO {person}"),
    (1, "TED RECEBIDA {SHOP} LTDA"),
    (-1, "PIX ENVIADO {person}"),
    (-1, "PAGAMENTO BOLETO {SHOP} ENERGIA"),
    (-1, "COMPRA CARTAO {SHOP} MERCADO"),
    (-1, "TARIFA PACOTE SERVICOS"),
)
INDIAN: Rows = (
    (-1, "UPI/{n9}/{SHOP}|/{shop}@okexample/Payment|from phone"),
    (1, "NEFT CR-EXMP0{n6}-{SHOP}|TECHNOLOGIES PVT LTD-SALARY"),
    (-1, "ATM WDL-{n9}-MG ROAD|BENGALURU"),
    (-1, "ACH D- {SHOP} MUTUAL|FUND-{n9}"),
    (1, "IMPS-{n9}-{person}"),
)
AUSTRALIAN: Rows = (
    (-1, "EFTPOS {SHOP} {n4}|FITZROY VIC"),
    (-1, "Direct Debit {n6} {SHOP} Energy"),
    (1, "Salary {SHOP} Pty Ltd"),
    (-1, "Transfer to xx{n4} app"),
    (1, "Fast Transfer From {person}"),
)
SWEDISH: Rows = (
    (-1, "Kortköp {shop} Livs"),
    (-1, "Autogiro {shop} Försäkring"),
    (1, "Lön {shop} AB"),
    (-1, "Swish betalning {person}"),
    (-1, "Överföring {n9}"),
)
JAPANESE: Rows = (
    (-1, "CARD {SHOP} KOBE"),
    (-1, "DIRECT DEBIT {SHOP} GAS"),
    (1, "TRANSFER FROM {SHOP} K.K."),
    (-1, "ATM CASH {n4}"),
)
SINGAPORE: Rows = (
    (-1, "{SHOP} HAWKER SINGAPORE SG"),
    (-1, "{SHOP} TAXI SINGAPORE SG"),
    (-1, "{SHOP} PTE LTD SINGAPORE SG"),
)


def filled(pattern: str, rng: random.Random) -> tuple[str, ...]:
    """The printed lines of a pattern, its blanks filled with invented names and numbers."""
    return tuple(re.sub(r"\{(\w+)\}", lambda m: _word(m[1], rng), pattern).split("|"))


def _word(blank: str, rng: random.Random) -> str:
    if blank.startswith("n"):
        return "".join(rng.choice("123456789") for _ in range(int(blank[1:])))
    if blank == "day":
        return f"{rng.randrange(1, 29):02}{rng.randrange(1, 13):02}"
    if blank == "person":
        return rng.choice(PEOPLE)
    shop = rng.choice(SHOPS)
    return shop.upper() if blank == "SHOP" else shop
