"""Splits: parts make the whole, whatever the currency; what cannot make it is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.splitting import PARTS_MAX, shares_check, split_amounts
from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import currency_decimals

CURRENCIES = ("USD", "JPY", "KWD", "EUR")


def percent(text: str) -> SplitShare:
    return SplitShare(1, Decimal(text))


def amount(text: str) -> SplitShare:
    return SplitShare(2, amount=Decimal(text))


REST = SplitShare(3)


@pytest.mark.parametrize(
    ("whole", "currency", "shares", "parts"),
    [
        ("-100.00", "USD", (percent("60"), percent("40")), ("-60.00", "-40.00")),
        ("-100.00", "USD", (percent("60"), REST), ("-60.00", "-40.00")),
        ("0.05", "USD", (percent("50"), percent("50")), ("0.03", "0.02")),
        ("-10.01", "EUR", (REST, amount("4.00")), ("-6.01", "-4.00")),
        ("1000", "JPY", (percent("33.3333"), percent("33.3333"), REST), ("333", "333", "334")),
        ("10.001", "KWD", (percent("50"), percent("50")), ("5.001", "5.000")),
        ("10.01", "USD", (percent("50"), amount("5.01")), ("5.00", "5.01")),
        ("12.50", "USD", (amount("2.50"), amount("10.00")), ("2.50", "10.00")),
    ],
)
def test_parts_come_to_the_whole_with_its_sign(
    whole: str, currency: str, shares: tuple[SplitShare, ...], parts: tuple[str, ...]
) -> None:
    found = split_amounts(Decimal(whole), currency, shares)
    assert found == tuple(map(Decimal, parts))


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ((), "2 to 50 parts; here is 0 parts"),
        ((percent("100"),), "here is 1 part"),
        ((percent("1"),) * (PARTS_MAX + 1), "here is 51 parts"),
        ((percent("60"), percent("50")), "come to 110 %"),
        ((percent("60"), percent("39.99")), "come to 99.99 %, not to 100 %"),
        ((percent("60"), percent("40"), REST), "nothing is left for the other parts"),
        ((percent("60"), REST, REST), "2 parts take the rest"),
        ((percent("0"), REST), "share of 0 %"),
        ((percent("-5"), percent("105")), "share of -5 %"),
        ((amount("-5"), REST), "amount of -5"),
        ((amount("0"), REST), "amount of 0"),
        ((SplitShare(1, Decimal(50), amount=Decimal(5)), REST), "a share and an amount"),
    ],
)
def test_shares_that_fit_no_transaction_are_refused(
    shares: tuple[SplitShare, ...], says: str
) -> None:
    with pytest.raises(RuleError, match=says) as caught:
        shares_check(shares)
    assert caught.value.code == "bad_split"
    assert caught.value.hint
    with pytest.raises(RuleError, match=f"rule 7: .*{says}"):
        split_amounts(Decimal(-100), "USD", shares, "rule 7")


@pytest.mark.parametrize(
    ("whole", "shares", "says"),
    [
        ("100", (amount("60"), amount("30")), "90.00 USD; 10.00 USD of 100.00 USD go nowhere"),
        ("-100", (amount("60"), amount("50")), "more than the whole of 100.00 USD"),
        ("100", (amount("100.01"), REST), "more than the whole"),
        ("100", (amount("100"), REST), "Nothing of 100.00 USD is left for part 2"),
        ("100", (percent("50"), amount("51")), "more than the whole"),
        ("100", (percent("50"), amount("49")), "go nowhere"),
        ("0.01", (percent("50"), percent("50")), "is left for part 2"),
        ("0.02", (percent("1"), REST), "is left for part 1"),
        ("100", (amount("10.005"), REST), "no 10.005: that is too fine"),
        ("0", (percent("50"), REST), "is left for part 1"),
    ],
)
def test_shares_that_do_not_fit_this_transaction_are_refused(
    whole: str, shares: tuple[SplitShare, ...], says: str
) -> None:
    shares_check(shares)
    with pytest.raises(RuleError, match=says):
        split_amounts(Decimal(whole), "USD", shares)


@st.composite
def splits(draw: st.DrawFn) -> tuple[Decimal, str, list[SplitShare]]:
    """A whole of at least 100 units a part, and shares that leave something for the rest."""
    currency = draw(st.sampled_from(CURRENCIES))
    unit = Decimal(1).scaleb(-currency_decimals(currency))
    count = draw(st.integers(2, 8))
    size = draw(st.integers(1_000 * count, 10**13)) * unit
    whole = size * draw(st.sampled_from((1, -1)))
    weights = draw(st.lists(st.integers(1, 1_000), min_size=count, max_size=count))
    cuts = [(Decimal(100) * w / sum(weights)).quantize(Decimal("0.0001")) for w in weights]
    shares = [SplitShare(1, max(cut, Decimal("0.5"))) for cut in cuts[:-1]]
    if sum(cuts[:-1]) < 90 and draw(st.booleans()):
        shares[0] = SplitShare(1, amount=(size / 100).quantize(unit))
    stated = sum((s.percent or Decimal(2) for s in shares), Decimal(0))
    if stated >= 99:
        shares = [SplitShare(1, Decimal(50))]
    all_percent = all(s.percent for s in shares) and draw(st.booleans())
    left = Decimal(100) - sum((s.percent or Decimal(0) for s in shares), Decimal(0))
    last = SplitShare(2, left) if all_percent else SplitShare(2)
    return whole, currency, [*shares, last]


@given(splits())
def test_any_split_makes_the_whole_in_the_currencys_smallest_unit(
    case: tuple[Decimal, str, list[SplitShare]],
) -> None:
    whole, currency, shares = case
    parts = split_amounts(whole, currency, shares)
    unit = Decimal(1).scaleb(-currency_decimals(currency))
    assert sum(parts) == whole
    assert len(parts) == len(shares)
    assert all((part > 0) == (whole > 0) and part % unit == 0 for part in parts)
    for part, share in zip(parts[:-1], shares[:-1], strict=True):
        stated = share.amount or abs(whole) * (share.percent or 0) / 100
        assert abs(abs(part) - stated) <= unit / 2
