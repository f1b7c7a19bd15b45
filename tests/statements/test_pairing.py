"""As many pairs with a common key as there can be."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.statements.pairing import pair_by_key

keys = st.sampled_from("abcd")


def best_possible(offered, wanted):
    @cache
    def go(at, used):
        if at == len(wanted):
            return 0
        best = go(at + 1, used)
        for offer, has in enumerate(offered):
            if not used >> offer & 1 and wanted[at] in has:
                best = max(best, 1 + go(at + 1, used | 1 << offer))
        return best

    return go(0, 0)


@given(
    st.lists(st.frozensets(keys, max_size=3), max_size=5), st.lists(st.none() | keys, max_size=5)
)
def test_no_wish_stays_empty_that_could_be_met(offered, wanted):
    pairs = pair_by_key(offered, wanted)
    assert len(set(pairs.values())) == len(pairs)
    assert all(wanted[at] in offered[offer] for at, offer in pairs.items())
    assert len(pairs) == best_possible(tuple(offered), tuple(wanted))


def test_the_earlier_of_equal_offers_is_taken():
    assert pair_by_key([{"a"}, {"a"}], ["a"]) == {0: 0}


def test_an_offer_with_two_keys_is_left_to_the_one_that_needs_it():
    assert pair_by_key([{"a", "b"}, {"a"}], ["a", "b"]) == {0: 1, 1: 0}


def test_many_equal_twins_are_paired_in_time_that_grows_with_their_number():
    pairs = pair_by_key([{"fee"}] * 20_000, ["fee"] * 30_000)
    assert len(pairs) == 20_000
