"""Telling words in a bank's text."""

import pytest

from ledgerflow.classification.shipped.records import STRONG, WEAK
from ledgerflow.classification.shipped.tables import shipped_knowledge, words_of
from ledgerflow.classification.shipped.words import find_words, hits_by_type, hits_by_words, open_to

NO_TRADE = frozenset()


def found(facts, trades=NO_TRADE):
    return find_words(shipped_knowledge(), facts, words_of(facts.description), trades)


def surest(facts, trades=NO_TRADE, *, named=False):
    hits = hits_by_words(found(facts, trades), trades, named=named)
    return max(hits, key=lambda hit: hit.confidence)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("RIVERSIDE RESTAURANT", "restaurant"),
        ("Stadtbäckerei Korn Bäckerei", "bakery"),
        ("LAKESIDE PLUMBING SUPPLY", "plumbing_heating"),
        ("STEUERBERATER MEIER", "accounting"),
        ("ACME SELF STORAGE", "storage"),
        ("COUNTY OF LAKE PERMIT FEE", "government_fees"),
        ("AUTO GLASS CENTRE", "vehicle_repair"),
        ("BUSINESS CARDS AND COPY SHOP", "printing"),
    ],
)
def test_words_point_to_a_kind_of_spending(text, category, facts):
    assert surest(facts(text)).entry.category == category


def test_a_specific_word_is_surer_than_a_general_one_and_two_words_than_one(facts):
    assert surest(facts("X GRILL")).confidence == WEAK
    assert surest(facts("X GRILL DINER")).confidence > WEAK
    assert surest(facts("X RESTAURANT")).confidence == STRONG
    assert surest(facts("X STEAK HOUSE")).confidence > STRONG


def test_general_words_count_less_beside_a_known_name(facts):
    text = facts("X GRILL")
    assert surest(text, named=True).confidence < surest(text).confidence


def test_the_own_trade_goes_first(facts):
    text = facts("HILLSIDE COSMETICS")
    assert surest(text).entry.account == "owner_draw"
    salon = surest(text, frozenset({"beauty"}))
    assert (salon.entry.id, salon.entry.account) == ("beauty.beauty", "supplies")


def test_a_word_that_the_card_network_cut_is_written_out(facts):
    cut = facts("RIVERSIDE OLD TOWN RESTAU")
    assert surest(cut).entry.category == "restaurant"
    assert not any(w.phrase.entry.category == "restaurant" for w in found(facts("RIVER RESTAU")))


def test_words_glued_into_a_long_one_are_found_on_request_and_are_never_strong(facts):
    known, row = shipped_knowledge(), facts("HILLSIDERESTAURANT")
    words = words_of(row.description)
    assert find_words(known, row, words, NO_TRADE) == []
    (inside,) = find_words(known, row, words, NO_TRADE, glued=True)
    assert (inside.phrase.entry.category, inside.strong) == ("restaurant", False)
    (hit,) = hits_by_words([inside], NO_TRADE, named=False)
    assert hit.confidence == WEAK


def test_direction_kind_of_account_and_trade_must_fit(facts):
    known = shipped_knowledge()
    (fee,) = {p.entry for p in known.phrases["overdraft"] if p.entry.id == "fee"}
    assert open_to(fee, facts("x", "-1"), NO_TRADE)
    assert not open_to(fee, facts("x", "1"), NO_TRADE)
    stock = next(p.entry for p in known.phrases["wholesaler"])
    assert not open_to(stock, facts("x"), NO_TRADE)
    assert open_to(stock, facts("x"), frozenset({"retail"}))
    thanks = next(p.entry for p in known.phrases["autopay"])
    assert not open_to(thanks, facts("x", "5"), NO_TRADE)
    assert open_to(thanks, facts("x", "5", kind="card"), NO_TRADE)


def test_the_banks_own_type_counts(facts):
    known = shipped_knowledge()
    (fee,) = hits_by_type(known, facts("X", "-3", bank_type="SRVCHG"), NO_TRADE)
    assert fee.entry.account == "bank_fees"
    assert hits_by_type(known, facts("X", "-3"), NO_TRADE) == []
