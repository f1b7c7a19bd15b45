"""Ids and amounts kept small."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.interchange.archive.statementchecks import KnownAmounts

AMOUNTS = st.decimals(-(10**15) + 1, 10**15 - 1, places=4)


def known(amounts):
    """Ids 10, 20, 30 ... with these amounts."""
    kept = KnownAmounts()
    for place, amount in enumerate(amounts, 1):
        kept.add(10 * place, amount)
    return kept


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.lists(AMOUNTS, min_size=1, max_size=20))
def test_amounts_are_the_same_where_they_are_equal(first, second):
    one, two = known(first), known(second)
    for place in range(len(first)):
        assert one.place_of(10 * (place + 1)) == place
        assert one.same_amount(place, two, 0) == (first[place] == second[0])


def test_an_id_that_is_not_there_or_comes_too_late_is_refused():
    kept = known([Decimal(1), Decimal(2)])
    for missing in (5, 15, 25):
        with pytest.raises(ValueError, match=f"id {missing} is not in the archive"):
            kept.place_of(missing)
    with pytest.raises(ValueError, match="id 20 comes after id 20"):
        kept.add(20, Decimal(3))
    assert len(kept) == 2
