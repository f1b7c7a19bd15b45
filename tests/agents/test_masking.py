"""What says who somebody is goes; what says where the money went stays."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerflow.agents.masking import mask_report, masked, masked_party, masked_value

USEFUL = """\
HOME DEPOT #7114 SEATTLE WA 98101
THE HOME DEPOT #7114
WALMART 00192 98101
WM SUPERCENTER #2745 TULSA OK
COSTCO WHSE #0110 ISSAQUAH WA
COSTCO GAS W1234 12/05 13:24
TARGET 1234567 -12.50
CDN TIRE STORE #00192
LOWES #02494*
RONA # 55130
TIM HORTONS #0456 TORONTO ON
01/13/2025 13:24 TIM HORTONS #0456
STARBUCKS STORE 00123 SEATTLE WA
7-ELEVEN 34567 PORTLAND OR
T J MAXX 523
TJMAXX #0123 BOISE ID 83702
EXXON 1234 AUSTIN TX
SHELL SERVICE STATION 5551 RENO NV
76 - UNION OIL TACOMA WA
AMZN MKTP CA 091PG8AA3
AMAZON.COM*MK1AB2CD0 AMZN.COM/BILL WA
SQ *JOHN'S COFFEE SPOKANE WA
SQ *MARIA'S TACOS
TST* THE ANNA CAFE
PAYPAL *SPOTIFY
PAYPAL *X-SPORT STORE
PAYPAL INST XFER NETFLIX.COM
JOHN DEERE FINANCIAL
JOHN LEWIS OXFORD ST STORE
ANN TAYLOR #1208
TRADER JOE'S #115 QPS
PAPA JOHN'S 4411
MR LUBE #123
DR MARTENS AIRWAIR
MARY KAY COSMETICS
HENRY SCHEIN DENTAL
PAYMENT TO CHARLES SCHWAB
PAYMENT TO JOHN DEERE
ZELLE PAYMENT TO HARBOR PLUMBING LLC
ZELLE FROM NORTHSIDE DENTAL CLINIC
VENMO CASHOUT
VENMO STANDARD TRANSFER
CASH APP CASH OUT
TRANSFER TO SAVINGS
ONLINE TRANSFER FROM CHECKING
INTERAC E-TRANSFER FEE
TRANSFER FROM HARBOR STREET STUDIO INC
asda f/stn 04467
super news 24790/106
sky news 67534
TESCO PFS 3021 LEEDS
TESCO STORES 6145 YORK
bp snax 24 cofton 859
SEPA LASTSCHRIFT EDEKA MARKT BERLIN
SEPA ÜBERWEISUNG STADTWERKE MÜNCHEN
VIR SEPA EDF ENERGIE FRANCE
CARTE 14/01 CARREFOUR MARKET LYON
ADOBE *CREATIVE CLOUD 408.00
INTUIT *QBOOKS ONLINE 1,250.00
DELTA AIR 2025-01-13 ATLANTA
24 HOUR FITNESS 512 SAN JOSE CA
5 GUYS 1043 QSR
PIER 39 GARAGE SF
STORE 1234 QUEEN ST W TORONTO
GRAFTON MERCHANTING GB LTD
MAX MARA BOUTIQUE 12
WINDOWS 365 MICROSOFT
ROUTE 66 DINER
KATHY S CATERING 11
CHEVRON 0093745 SACRAMENTO
SERVICE CHARGE 12.00
INTEREST PAID 0.37
CHECK 1042
ATM WITHDRAWAL 01/13 14:22
DEPOSIT FROM AUSTIN TX
DEPOSIT FROM JACKSON MS
TRANSFER FROM SAN JOSE BRANCH
MOBILE PAYMENT THANK YOU
ONLINE PAYMENT THANK YOU
PAYMENT FROM HARBOR CLIENT
WIRE FROM NORTHWIND TRADERS
AMOUNT 123456789.00 JPY 1,234,567.00
""".splitlines()


def test_there_are_descriptions_enough_to_judge_by() -> None:
    assert len(USEFUL) >= 60


@pytest.mark.parametrize("text", USEFUL)
def test_nothing_useful_of_a_merchant_is_lost(text: str) -> None:
    assert masked(text) == text


TAKEN = [
    ("DE89 3704 0044 0532 0130 00 EDEKA BERLIN", "[account] EDEKA BERLIN"),
    ("IBANDE89370400440532013000EUR", "IBAN[account]EUR"),
    ("iban: gb29 nwbk 6016 1331 9268 19 ref", "iban: [account] ref"),
    ("VISA 4111-1111-1111-1111 CAFE", "VISA [card] CAFE"),
    ("378282246310005", "[card]"),
    ("4111111111111112", "[number]"),
    ("3782 822463 10005 HOTEL", "[card] HOTEL"),
    ("TRANSFER TO SAVINGS XXXXXX1234", "TRANSFER TO SAVINGS [account]"),
    ("Online Transfer to CHK ...5678", "Online Transfer to CHK [account]"),
    ("Online Transfer to CHK x5678", "Online Transfer to CHK [account]"),
    ("PURCHASE CARD 4412 CAFE", "PURCHASE CARD [account] CAFE"),
    ("ACH ROUTING 021000021 ACCT 55779", "ACH ROUTING [account] ACCT [account]"),
    ("20-00-00 55779911 RENT", "[account] RENT"),
    ("FP 200000 55779911", "FP [account]"),
    ("SSN 123-45-6789", "SSN [id]"),
    ("ITIN 912 70 1234", "ITIN [id]"),
    ("EIN 12-3456789 IRS", "EIN [id] IRS"),
    ("HMRC NI AB 12 34 56 C", "HMRC NI [id]"),
    ("SIN 046 454 286", "SIN [phone]"),
    ("SIN 946-454-286", "SIN [number]"),
    ("CALL (416) 555-1234", "CALL [phone]"),
    ("CANVA +44 20 7946 0958", "CANVA [phone]"),
    ("TEL 0121 496 0000", "TEL [phone]"),
    ("PAYPAL jane.doe@example.com", "PAYPAL [email]"),
    ("TORONTO STAR# 30314871", "TORONTO STAR# [number]"),
    ("AMAZON ORDER 112-1234567-1234567", "AMAZON ORDER [reference]"),
    ("ZELLE PAYMENT TO JOHN SMITH 01/13", "ZELLE PAYMENT TO [name] 01/13"),
    ("Zelle from Kiarash Forouzandeh on 01/13", "Zelle from [name] on 01/13"),
    ("VENMO PAYMENT 1029384756 JANE DOE", "VENMO PAYMENT [number] [name]"),
    ("CASH APP*JOHN SMITH*CASH OUT", "CASH APP*[name]*CASH OUT"),
    ("INTERAC E-TRANSFER SENT DANNY O'BRIEN", "INTERAC E-TRANSFER SENT [name]"),
    ("TRANSFER FROM MR J SMITH", "TRANSFER FROM [name]"),
    ("Payment to Anna-Lena Meier for cleaning", "Payment to [name] for cleaning"),
    ("To José García", "To [name]"),
    ("SEPA Überweisung Max Mustermann Miete", "SEPA Überweisung [name] Miete"),
    ("VIREMENT DE MARIE DUPONT", "VIREMENT DE [name]"),
    ("BONIFICO A FAVORE DI GIULIA ROSSI", "BONIFICO A FAVORE DI [name]"),
    ("DES:PAYROLL INDN:DOE JANE CO ID:9000123456", "DES:PAYROLL INDN:[name] CO ID:[reference]"),
    ("WIRE OUT BNF:JOHN SMITH", "WIRE OUT BNF:[name]"),
    ("RENT 12 Elm Street Apt 4", "RENT [address]"),
    ("Miete Lindenstr. 12a", "Miete [address]"),
]


@pytest.mark.parametrize(("text", "left"), TAKEN)
def test_what_says_who_somebody_is_becomes_a_word(text: str, left: str) -> None:
    assert masked(text) == left


def test_a_report_names_the_kinds_and_not_what_they_were() -> None:
    report = mask_report("ZELLE TO JANE DOE 4111 1111 1111 1111")
    assert report.kinds == ("card", "name")
    assert report.text == "ZELLE TO [name] [card]"


def test_the_other_side_of_a_payment_is_a_name_by_itself() -> None:
    people = ("Jane Doe", "DOE, JANE", "Mr J Doe", "J. Smith", "María de la Cruz Gómez")
    assert [masked_party(one) for one in people] == ["[name]"] * len(people)
    others = ("Home Depot", "John Deere", "Jane Doe Design LLC", "Netflix", "")
    assert [masked_party(one) for one in others] == list(others)


def test_every_text_of_a_value_is_masked_and_small_figures_stay() -> None:
    value = {
        "query": "who is 4111 1111 1111 1111",
        "count": 5,
        "amount": 12.5,
        "long": 4111111111111111,
        "float": 4111111111111111.0,
        "more": [{"jane@example.com": ("ZELLE TO JANE DOE", None, True)}],
    }
    assert masked_value(value) == {
        "query": "who is [card]",
        "count": 5,
        "amount": 12.5,
        "long": "[card]",
        "float": "[card].0",
        "more": [{"[email]": ["ZELLE TO [name]", None, True]}],
    }


# Planted numbers: valid ones, made from digits that hypothesis chooses.
DIGIT_STYLES = (0x30, 0x660, 0x966, 0xFF10, 0x1D7CE)
GAPS = st.sampled_from(
    ["", " ", "-", ".", "\u00a0", "\u2009", "\u2010", "\u200b", "\u2060", " \u200d"]
)
WORDS = st.sampled_from(["", "PAID ", "CAFE ROMA #12 ", "to ", "№: ", "(", "x:", "Überweisung "])
DIGITS = st.text("0123456789", min_size=22, max_size=22)


def with_check_digit(digits: str) -> str:
    """The digits with the one behind them that makes the Luhn sum right."""
    doubled = [sum(divmod(int(d) * 2, 10)) for d in digits[::-2]]
    total = sum(doubled) + sum(map(int, digits[-2::-2]))
    return digits + str(-total % 10)


def with_check_pair(country: str, national: str) -> str:
    """An IBAN of these characters."""
    plain = "".join(str(int(c, 36)) for c in national + country + "00")
    return f"{country}{98 - int(plain) % 97:02}{national}"


def styled(text: str, base: int) -> str:
    return "".join(chr(base + int(c)) if c.isdigit() else c for c in text)


def grouped(text: str, size: int, gap: str) -> str:
    return gap.join(text[at : at + size] for at in range(0, len(text), size))


def digits_left(text: str) -> int:
    return sum(c.isdigit() for c in text)


@settings(max_examples=120, deadline=None)
@given(DIGITS, GAPS, st.sampled_from([1, 2, 4, 22]), st.sampled_from(DIGIT_STYLES), WORDS,
       st.booleans())  # fmt: skip
def test_no_iban_survives(digits, gap, size, base, before, low) -> None:
    for country, bank, count in (("DE", "", 18), ("GB", "NWBK", 14), ("NL", "ABNA", 10)):
        iban = with_check_pair(country, bank + digits[:count])
        planted = styled(grouped(iban.lower() if low else iban, size, gap), base)
        text = masked(f"{before}{planted} CAFE")
        assert "[account]" in text
        assert digits_left(text) == digits_left(before)
        assert text.endswith("CAFE")


@settings(max_examples=120, deadline=None)
@given(DIGITS, GAPS, st.sampled_from([1, 4, 5, 22]), st.sampled_from(DIGIT_STYLES), WORDS,
       st.sampled_from([("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("65", 16)]))  # fmt: skip
def test_no_card_number_survives(digits, gap, size, base, before, issuer) -> None:
    prefix, length = issuer
    card = with_check_digit((prefix + digits)[: length - 1])
    text = masked(f"{before}{styled(grouped(card, size, gap), base)} HOTEL")
    assert digits_left(text) == digits_left(before)
    assert text.endswith("HOTEL")


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 899), st.integers(1, 99), st.integers(1, 9999), GAPS,
       st.sampled_from(DIGIT_STYLES), WORDS)  # fmt: skip
def test_no_social_security_number_survives(area, group, serial, gap, base, before) -> None:
    number = f"{area:03}{gap}{group:02}{gap}{serial:04}"
    text = masked(f"{before}{styled(number, base)} OFFICE")
    if area != 666:
        assert digits_left(text) == digits_left(before)


PIECES = st.sampled_from(
    [*USEFUL[:12], *(text for text, _ in TAKEN), "[name]", "[card] 1234", "[", "]", "\u202e", "$",
     "ref", "12/31", "1,234.56", "zelle to", "411111111111", "J", "@", "+1", "account ",]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=6), st.sampled_from(["", " ", "*"])
)
def test_masking_what_is_masked_changes_nothing(pieces, gap) -> None:
    once = masked(gap.join(pieces))
    assert masked(once) == once


@pytest.mark.parametrize("piece", ["1 ", "x", "** ", "ref-", "a@", "DE 8 9 ", "zelle to ", "1."])
def test_the_longest_text_takes_its_share_of_time_and_no_more(piece: str) -> None:
    """Quadratic searching would take minutes here."""
    text = piece * (60_000 // len(piece))
    started = time.perf_counter()
    masked(text)
    assert time.perf_counter() - started < 5
