"""A thousand invented transactions of one business, and where each of them belongs.

Here: three bank accounts over a year as statements that prove, and the truth that a bookkeeper
knows. Not here: the keyboard (test_review_thousand.py). Names are of everyday payees so that
rules, memory and shipped knowledge have something to say; people and one-offs are made up.
"""

import datetime as dt
import random
from dataclasses import dataclass

TRANSFER = "transfer"
DRAW = "3200"
COUNT = 1_000

# What the bank says ("#" becomes a number), the account it belongs to, cents from and to (money
# in is positive), how many in the year.
REGULAR = [
    ("HOME DEPOT #### HARBOR CITY", "6150", -9_000, -2_000, 26),
    ("LOWES #0####", "6150", -8_000, -1_500, 14),
    ("STAPLES 00####", "6110", -6_000, -900, 20),
    ("OFFICE DEPOT ####", "6110", -7_000, -1_200, 12),
    ("STARBUCKS STORE ####", "6190", -1_400, -450, 48),
    ("DUNKIN #3####", "6190", -1_100, -350, 22),
    ("CHIPOTLE ####", "6190", -2_400, -1_000, 18),
    ("PANERA BREAD #6####", "6190", -2_800, -1_100, 14),
    ("SHELL OIL 57####", "6020", -6_500, -2_500, 36),
    ("EXXONMOBIL 97####", "6020", -6_500, -2_500, 20),
    ("CHEVRON 00####", "6020", -6_200, -2_400, 18),
    ("JIFFY LUBE ####", "6020", -9_000, -5_000, 4),
    ("UBER TRIP HELP.UBER.COM", "6180", -4_500, -900, 26),
    ("LYFT RIDE", "6180", -4_000, -800, 14),
    ("DELTA AIR LINES 006####", "6180", -48_000, -18_000, 6),
    ("MARRIOTT HARBOR", "6180", -32_000, -14_000, 6),
    ("ADOBE CREATIVE CLOUD", "6240", -5_999, -5_999, 12),
    ("MICROSOFT 365", "6240", -1_250, -1_250, 12),
    ("GOOGLE WORKSPACE", "6240", -1_800, -1_800, 12),
    ("DROPBOX", "6240", -1_199, -1_199, 12),
    ("ZOOM.US", "6240", -1_599, -1_599, 12),
    ("SLACK T0####", "6240", -875, -875, 12),
    ("GITHUB INC", "6240", -400, -400, 12),
    ("VERIZON WIRELESS", "6210", -9_200, -8_800, 12),
    ("COMCAST CABLE COMM", "6210", -8_999, -8_999, 12),
    ("CON EDISON", "6200", -14_000, -6_000, 12),
    ("CITY WATER DEPT", "6200", -5_200, -3_100, 6),
    ("GEICO AUTO", "6070", -11_400, -11_400, 12),
    ("HISCOX INSURANCE", "6070", -4_250, -4_250, 12),
    ("USPS PO 36####", "6270", -2_900, -400, 24),
    ("FEDEX ####", "6270", -4_800, -1_100, 16),
    ("UPS STORE ####", "6270", -3_900, -900, 10),
    ("FACEBK ADS", "6010", -15_000, -4_000, 20),
    ("GOOGLE ADS 4####", "6010", -20_000, -6_000, 16),
    ("VISTAPRINT", "6010", -7_500, -2_500, 5),
    ("HARBOR PROPERTIES RENT", "6140", -120_000, -120_000, 12),
    ("MAPLE & BIRCH CPA", "6100", -35_000, -20_000, 5),
    ("LEGALZOOM", "6100", -9_900, -7_900, 3),
    ("ULINE SHIP SUPPLIES", "6160", -12_000, -3_000, 12),
    ("GRAINGER ####", "6160", -9_500, -1_500, 12),
    ("HARBOR FREIGHT ####", "6160", -6_500, -1_200, 12),
    ("UDEMY COURSE", "6250", -2_499, -1_299, 6),
    ("COURSERA", "6250", -4_900, -4_900, 6),
    ("AIGA MEMBERSHIP", "6260", -2_500, -2_500, 4),
    ("CHAMBER OF COMMERCE", "6260", -12_500, -12_500, 2),
    ("MONTHLY SERVICE FEE", "6230", -1_200, -1_200, 12),
    ("WIRE TRANSFER FEE", "6230", -3_000, -1_500, 6),
    ("STATE DEPT OF LICENSING", "6170", -12_000, -6_000, 3),
    ("ZELLE TO DANA QUILL", "6040", -60_000, -25_000, 14),
    ("ZELLE TO ROWAN PIKE", "6040", -45_000, -15_000, 10),
    ("SAFEWAY #2####", DRAW, -11_000, -2_500, 30),
    ("TRADER JOES #5##", DRAW, -8_000, -2_000, 20),
    ("NETFLIX.COM", DRAW, -1_549, -1_549, 12),
    ("SPOTIFY USA", DRAW, -1_099, -1_099, 12),
    ("PLANET FITNESS", DRAW, -2_499, -2_499, 12),
    ("ATM WITHDRAWAL HARBOR ST", DRAW, -20_000, -4_000, 14),
    ("BRIGHTSIDE CAFE INVOICE ###", "4000", 60_000, 180_000, 16),
    ("NORTHWIND GALLERY ###", "4000", 40_000, 220_000, 12),
    ("STRIPE TRANSFER ST-####", "4000", 12_000, 90_000, 24),
    ("SQUARE INC 24####", "4000", 8_000, 60_000, 20),
    ("OAK ROW SCHOOL", "4000", 75_000, 150_000, 8),
    ("INTEREST PAID", "4900", 40, 310, 12),
]

# One payee, two purposes: the bank's words tell which.
MIXED = [
    ("AMZN MKTP US BUSINESS PRIME ##PG#", "6110", -6_000, -900, 8),
    ("AMZN MKTP US TOYS AND GAMES ##KD#", DRAW, -5_000, -1_200, 5),
]

REFUNDS = [
    ("HOME DEPOT #### HARBOR CITY", "6150", 1_500, 4_000, 3),
    ("STAPLES 00####", "6110", 700, 2_000, 3),
]

# Once in the year, all different.
ONE_OFFS = {
    "6160": (
        "TANNER & VOSS SUPPLY; OLD MILL TIMBER YARD; BELLWETHER PAINTS; QUARRY ROAD GLASS;"
        " PENNYROYAL CANVAS CO; KESTREL BRASS FITTINGS; LARKFIELD ROPE WORKS"
    ),
    "6190": (
        "CASA ALBARICO; THE BLUE HERON GRILL; NOODLE LANTERN; PIER NINE OYSTERS;"
        " MAMA ZITA KITCHEN; SALTBUSH BISTRO; GOLDEN PEAR DELI; CORNER TAMALE CART"
    ),
    "6180": "HOTEL MERIDIEN VASTE; QUAYSIDE INN; CITY PARKING METER; BRIDGE TOLL PLAZA",
    "6110": "INKWELL & SONS; PAPERBARN WHOLESALE; NIB AND QUILL",
    "6010": "HARBOR GAZETTE ADS; SIGNS BY SORREL; PRINTSHED FLYERS",
    "6100": "NOTARY J WICKLOW; PATENT SEARCH DESK",
    DRAW: (
        "DR FENN DENTAL; WILLOW TOY CHEST; SUNDIAL CINEMA; PETS OF PIMLEY;"
        " FERNDALE GARDENS; VELVET SHOE ROOM"
    ),
}

TRANSFERS = 24
"""So many pairs from Checking to Savings or to the card; two transactions each."""


@dataclass(frozen=True)
class Line:
    """A line of a statement, and where it belongs."""

    bank: str
    date: dt.date
    text: str
    cents: int
    truth: str


def lines():
    """All of them, the same ones each time."""
    dice = random.Random(8)  # noqa: S311 - invented figures
    found = []
    for text, truth, low, high, count in [*REGULAR, *MIXED, *REFUNDS]:
        for n in range(count):
            bank = (
                "Card"
                if low < 0 and truth not in ("6140", "6230", "6040") and n % 3
                else "Checking"
            )
            found.append(_line(dice, bank, text, dice.randint(low, high), truth))
    for truth, names in ONE_OFFS.items():
        found += [
            _line(dice, "Card", name, -dice.randint(900, 19_000), truth)
            for name in names.split("; ")
        ]
    for n in range(TRANSFERS):
        found += _transfer(dice, n)
    filler, number = REGULAR[4], 0
    while len(found) < COUNT:
        number += 1
        found.append(_line(dice, "Card", filler[0], dice.randint(-1_400, -450), filler[1]))
    assert len(found) == COUNT, len(found)
    return sorted(found, key=lambda line: (line.bank, line.date))


def _line(dice, bank, text, cents, truth):
    said = "".join(str(dice.randint(1, 9)) if sign == "#" else sign for sign in text)
    return Line(bank, _day(dice.randint(0, 364)), said.replace(",", " "), cents, truth)


def _transfer(dice, n):
    cents = 40_000 + 1_000 * n + dice.randint(1, 99)
    day = 7 + n * 15
    if n % 2:
        texts = ("ONLINE TRANSFER TO SAVINGS XXXX4410", "ONLINE TRANSFER FROM CHECKING XXXX2207")
        other = "Savings"
    else:
        texts = ("PAYMENT TO CARD XXXX9031", "PAYMENT RECEIVED THANK YOU")
        other = "Card"
    return [
        Line("Checking", _day(min(day, 364)), texts[0], -cents, TRANSFER),
        Line(other, _day(min(day + n % 2, 364)), texts[1], cents, TRANSFER),
    ]


def _day(number):
    return dt.date(2025, 1, 1) + dt.timedelta(days=number)


def truths():
    """Where a line belongs, by what the bank says."""
    return {line.text: line.truth for line in lines()}


def statements():
    """One file a bank account, which proves: (account, kind, name, bytes)."""
    found = []
    for bank, kind, opening in (("Card", "card", 0), ("Checking", "checking", 900_000),
                                ("Savings", "savings", 250_000)):  # fmt: skip
        rows, balance = ["Date,Description,Amount,Balance"], opening
        for line in (one for one in lines() if one.bank == bank):
            balance += line.cents
            rows.append(
                f"{line.date:%m/%d/%Y},{line.text},{line.cents / 100:.2f},{balance / 100:.2f}"
            )
        found.append((bank, kind, f"{bank.lower()}-2025.csv", ("\n".join(rows) + "\n").encode()))
    return found


SEED = """
import django
django.setup()
from django.db import transaction
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from tests.browser.review_books import statements
person = User.objects.order_by("pk").first()
firm_id = operator_places()[0].firm_id
with firm_scope(firm_id, person.pk), transaction.atomic():
    made = business_open(firm_id=firm_id, name="Thousand Street Books", chart="us_sole_proprietor")
place = next(p for p in operator_places() if p.business_id == made.pk)
with working_in(place, person.pk):
    for name, kind, _, _ in statements():
        bank_account_add(business=Business.objects.get(pk=made.pk), name=name, kind=kind)
for name, _, file, data in statements():
    run = statements_import(place, [Upload(file, data)], account=name, user_id=person.pk)
    assert run.refused == [], run.refused
print(made.pk)
"""

READ = """
import django, json
django.setup()
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.audit.models import Batch
from ledgerflow.firms.models import Business
from ledgerflow.review.models import WaitingTransaction
from ledgerflow.review.selectors import live_decisions
place = next(p for p in operator_places() if p.business_id == {business})
with working_in(place):
    rows = live_decisions(Business.objects.get(pk={business}))
    rows = rows.select_related("account", "transaction")
    found = [
        [d.transaction.description, d.kind, d.account.code if d.account else "", bool(d.policy),
         str(d.business_percent)]
        for d in rows
    ]
    left = WaitingTransaction.objects.filter(business_id={business}).count()
    batches = Batch.objects.filter(business_id={business}, kind="decide", created_by__isnull=False)
    print(json.dumps([left, found, batches.filter(title__startswith="Decisions of a").count()]))
"""
