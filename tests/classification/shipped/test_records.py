"""How sure an entry's accounts are."""

from decimal import Decimal

from ledgerflow.classification.shipped.records import MAX_PRIOR, PERSONAL, Entry, Hit, shares

NO_TRADE = frozenset()


def test_the_next_likely_accounts_are_less_sure():
    entry = Entry("x", "things", "supplies", also=("purchases", "supplies"))
    own, other = shares(entry, Decimal("0.6"), NO_TRADE)
    assert (own.account, own.confidence, own.first) == ("supplies", Decimal("0.6"), True)
    assert (other.account, other.confidence, other.first) == ("purchases", Decimal("0.27"), False)


def test_nothing_is_surer_than_the_ceiling():
    assert shares(Entry("x", "things", "supplies"), Decimal(1), NO_TRADE)[0].confidence == MAX_PRIOR


def test_private_spending_is_never_sure_but_in_the_trade_it_is_business():
    entry = Entry(
        "x", "food", "owner_draw", personal=True, account_by_trade={"restaurant": "purchases"}
    )
    private = shares(entry, Decimal("0.6"), NO_TRADE)
    kitchen = shares(entry, Decimal("0.6"), frozenset({"restaurant"}))
    assert private[0].confidence == PERSONAL
    assert [(s.account, s.confidence) for s in kitchen] == [
        ("purchases", Decimal("0.6")),
        ("owner_draw", Decimal("0.27")),
    ]


def test_a_hit_is_as_sure_as_its_own_account():
    entry = Entry("x", "things", "supplies", also=("purchases",))
    hit = Hit(entry, shares(entry, Decimal("0.5"), NO_TRADE), "why", Decimal("0.7"))
    assert hit.confidence == Decimal("0.5")
