"""Small clients are drawn by a rule that nobody can lean on."""

from hashlib import sha256

from benchmarks.evaluate_clients import clients_of


def rows(**counts):
    return [unit for unit, count in counts.items() for _ in range(count)]


def test_small_clients_come_in_the_order_of_their_hash():
    names = [f"U{number}" for number in range(9)]
    found = clients_of(rows(**dict.fromkeys(names, 300)), wanted=4)
    assert found == set(sorted(names, key=lambda name: sha256(name.encode()).hexdigest())[:4])


def test_large_units_are_no_small_clients_and_tiny_ones_come_last():
    units = rows(large=1_001, small=1_000, tiny=2, fewer=299)
    assert clients_of(units, wanted=2) == {"small", "fewer"}
    assert clients_of(units, wanted=9) == {"small", "fewer", "tiny"}


def test_rows_without_a_unit_are_nobodys():
    assert clients_of(["", "A", ""], wanted=5) == {"A"}
