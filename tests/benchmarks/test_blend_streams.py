"""Lessons come from the train part only, and never from the evaluation's clients."""

import numpy as np
import pytest

from benchmarks import blend_streams
from benchmarks.blend_streams import lessons_of, together
from benchmarks.evaluate_clients import clients_of
from benchmarks.evaluate_data import Task
from ledgerflow.classification.learning.figures import FIGURES
from tests.benchmarks.labelled_rows import line, write

SHOPS = (("ROSE LANE DINER", "Meals"), ("KESTREL FUEL", "Fuel"), ("HAMMER & NAIL", "Upkeep"))


def rows(units: list[str], days: int = 6, **more: str) -> list[str]:
    return [
        line(f"2024-01-{day:02}", *SHOPS[(day + at) % 3], unit=unit, **more)
        for day in range(1, days + 1)
        for at, unit in enumerate(units)
    ]


@pytest.fixture
def clients(monkeypatch):
    monkeypatch.setattr(blend_streams, "CLIENTS", 2)
    return [f"U{number}" for number in range(6)]


def task(tmp_path, lines, protocol):
    return Task("shops", write(tmp_path / "shops.csv", lines), "label", protocol)


def test_units_of_the_evaluation_teach_nothing(tmp_path, clients):
    held = clients_of([unit for unit in clients for _ in range(6)], 2)
    seen = {unit for group in blend_streams._groups(_examples(tmp_path, clients)) for unit in group}
    assert seen == set(clients) - held


def _examples(tmp_path, clients):
    made = task(tmp_path, rows(clients), "clients")
    return blend_streams.rows_of(made, clients=blend_streams.ALL_UNITS).train


def test_each_lesson_has_its_right_candidate(tmp_path, clients):
    found = lessons_of(task(tmp_path, rows(clients), "clients"), 1)
    assert found.figures.shape == (found.size.sum(), len(FIGURES))
    assert (found.right < found.size).all()
    assert (found.weight == 1).all()


def test_rows_of_the_test_part_teach_nothing(tmp_path, clients):
    train = rows(clients)
    later = [row.replace("2024-01", "2024-02") for row in rows(clients, split="test")]
    one = lessons_of(task(tmp_path, train, "clients"), 1)
    other = lessons_of(task(tmp_path, train + later, "clients"), 1)
    assert np.array_equal(one.figures, other.figures)


def test_one_large_business_counts_what_it_is_said_to_be_worth(tmp_path, monkeypatch):
    monkeypatch.setattr(blend_streams, "TEACHING", 1.0)
    found = lessons_of(task(tmp_path, rows([""], days=28), "batch"), 50)
    assert found.weight.sum() == pytest.approx(50)
    both = together([found, found])
    assert len(both.size) == 2 * len(found.size)
    assert len(both.figures) == 2 * len(found.figures)
