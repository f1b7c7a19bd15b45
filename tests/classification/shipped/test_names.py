"""Known names in texts: real-looking ones that count, and ordinary ones that must not."""

import pytest

from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped.brands import NO_BRANDS, countries_of
from ledgerflow.classification.shipped.names import find_name, hits_by_name
from ledgerflow.classification.shipped.records import STRONG
from ledgerflow.classification.shipped.tables import shipped_knowledge, words_of
from ledgerflow.classification.shipped.words import find_words

TRAPS = """
PARIS METRO LIGHTING WORKSHOP
METRO PLUMBING AND HEATING
TARGET ELECTRICAL CONTRACTORS
SHOOTING TARGET REPLACEMENT
SHELL CREEK WINERY
EGG SHELL CERAMICS STUDIO
SUBWAY TILE DEPOT
APPLE VALLEY VETERINARY
GAP YEAR CONSULTING
MIND THE GAP SEMINAR
NEXT GENERATION ROOFING
BOOTS AND SADDLES TACK REPAIR
THREE RIVERS LANDSCAPING
PROGRESSIVE PHYSIOTHERAPY CLINIC
SPIRIT OF THE SEA CHARTERS
FRONTIER FENCING
ACTION PEST CONTROL
PENNY LANE FLORIST
ICELAND SPAR MINERAL SALES
BOX OFFICE ROYAL THEATRE
SAGE BRUSH LANDSCAPE
WAVE POOL MAINTENANCE
MONDAY MORNING BAKERY
NOTION OF BEAUTY HAIR SALON
LOOM AND THREAD FABRICS
BUFFER SOLUTION LAB SUPPLY
INDIGO DYE WORKSHOP
SPECTRUM GLASS ART
SPRINT TRIATHLON ENTRY
FIDO DOG GROOMING
MERCURY THERMOMETER REPAIR
SQUARE DANCE CLUB DUES
WISE OWL TUTORING
RED STRIPE TAILORING
PILOT LIGHT BOILER SERVICE
EAGLE EYE LOCKSMITH
VIKING BOAT REPAIR
UNION SQUARE PARKING GARAGE
BELL TOWER CAFE
GOLDEN BELL TRADING
EXPRESS CAR WASH
OFFICE CLEANING SERVICES
ROYAL OAK PUB
VIRGIN OLIVE OIL MILL
BUDGET BLINDS
ENTERPRISE ZONE PERMIT
NATIONAL PARK ENTRANCE
CLOVER HONEY FARM
COSTA BRAVA TAPAS
JET SKI RENTAL
CIRCLE DANCE WORKSHOP
VILLAGE VETERINARY
WALK IN THE PARK SHOES
TOTAL BODY PILATES
SATURN PIANO TUNING
APPLE ORCHARD CIRCUS
ORANGE GROVE JUICE PRESS
LONG WALK IN THE PARK SHOES
""".strip().splitlines()


def hits(facts, brands, trades=frozenset()):
    known = shipped_knowledge()
    words = find_words(known, facts, words_of(facts.description), trades)
    payee = normalise(facts.description)
    return hits_by_name(known, brands, facts, payee, words, trades)


@pytest.mark.parametrize("text", TRAPS)
def test_an_ordinary_text_is_not_taken_for_a_brand(text, facts, brands):
    assert hits(facts(text, "-240"), NO_BRANDS) == []
    assert hits(facts(text, "-240"), brands) == []


def test_the_traps_are_many():
    assert len(set(TRAPS)) >= 40


@pytest.mark.parametrize(
    ("text", "amount", "entry"),
    [
        ("TARGET STORE 0221", "-240", "general_store"),
        ("METRO GROCERY QUEEN STREET", "-240", "groceries"),
        ("SHELL LAKESIDE", "-52.10", "fuel"),
        ("SHELL SERVICE STATION LAKESIDE", "-900", "fuel"),
        ("COSTA KINGSGATE", "-4.20", "cafe"),
        ("IKEA LAKESIDE", "-240", "furniture"),
        ("MONTHLY STANDING HOME DEPOT", "-240", "home_improvement"),
    ],
)
def test_a_second_signal_or_a_second_word_makes_a_name_count(text, amount, entry, facts):
    assert [hit.entry.id for hit in hits(facts(text, amount), NO_BRANDS)] == [entry]


def test_a_name_of_one_word_counts_inside_a_text_on_a_card_only(facts):
    text = "LAKESIDE CENTRE STARBUCKS"
    assert hits(facts(text, "-240"), NO_BRANDS) == []
    (found,) = hits(facts(text, "-240", kind="card"), NO_BRANDS)
    assert found.entry.id == "cafe"
    assert found.confidence < STRONG


def test_the_longest_name_is_taken(facts):
    named = find_name(shipped_knowledge(), NO_BRANDS, "tesco pfs lakeside")
    assert named is not None
    assert (named.name, named.rest) == ("tesco pfs", ("lakeside",))
    assert find_name(shipped_knowledge(), NO_BRANDS, "zqx blorp") is None


def test_a_brand_of_another_country_is_weaker(facts, brands):
    at_home = hits(facts("QUINTMART", currency="USD"), brands)
    nowhere = hits(facts("QUINTMART", currency="XXX"), brands)
    abroad = hits(facts("QUINTMART", currency="GBP"), brands)
    sure = [found[0].kind_sure for found in (at_home, nowhere, abroad)]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 3
    assert countries_of("GBP") >= {"gb"}


def test_a_brand_of_another_country_counts_only_as_the_whole_name(facts, brands):
    assert hits(facts("BACKSTUBE KORN HAUPTSTRASSE", currency="EUR"), brands)
    assert hits(facts("BACKSTUBE KORN HAUPTSTRASSE", currency="USD"), brands) == []
    assert hits(facts("BACKSTUBE KORN", currency="USD"), brands)


def test_a_brand_of_one_word_needs_a_word_of_its_own_kind(facts, brands):
    assert hits(facts("QUINTMART SOMETHING"), brands) == []
    assert hits(facts("QUINTMART GROCERY"), brands)


def test_a_brand_with_two_kinds_of_shop_is_told_by_the_text(facts, brands):
    both = hits(facts("FILLUP", currency="GBP"), brands)
    fuel = hits(facts("FILLUP PETROL STATION", currency="GBP"), brands)
    assert {hit.entry.category for hit in both} == {"groceries", "fuel"}
    assert [hit.entry.category for hit in fuel] == ["fuel"]


def test_money_in_is_a_refund_or_a_payout(facts):
    (back,) = hits(facts("STAPLES #228", "30"), NO_BRANDS)
    (paid,) = hits(facts("STAPLES #228"), NO_BRANDS)
    assert "refund" in back.reason
    assert back.confidence < paid.confidence
    (payout,) = hits(facts("ETSY PAYMENTS", "30"), NO_BRANDS)
    assert payout.entry.account == "sales"


def test_a_name_glued_together_is_known(facts):
    (found,) = hits(facts("HOMEDEPOT.COM 8004663337"), NO_BRANDS)
    assert found.entry.id == "home_improvement"
