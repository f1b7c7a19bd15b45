"""One thread ahead, never further than allowed, gone when its reader goes."""

import threading

import pytest

from ledgerflow.ledger.posting.ahead import made_ahead


def test_the_same_items_in_the_same_order():
    with made_ahead(range(100)) as items:
        assert list(items) == list(range(100))


def test_what_the_maker_raises_comes_after_what_it_made():
    def failing():
        yield 1
        raise ValueError("broken off")

    with made_ahead(failing()) as items:
        assert next(items) == 1
        with pytest.raises(ValueError, match="broken off"):
            next(items)


def test_the_maker_is_never_far_ahead_and_ends_with_its_reader():
    made = []

    def counted():
        for n in range(1_000):
            made.append(n)
            yield n

    before = threading.active_count()
    with made_ahead(counted(), ahead=2) as items:
        next(items)
    assert len(made) <= 5
    assert threading.active_count() == before
