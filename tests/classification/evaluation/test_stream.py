"""A learner is asked before it is told, and is never told what lies in the future."""

from collections.abc import Mapping

import pytest

from ledgerflow.classification.evaluation.stream import Stream
from ledgerflow.classification.facts import AccountFacts
from tests.classification.evaluation.asked import (
    ACCOUNTS,
    FOOD,
    FUEL,
    RENT,
    Remembering,
    example,
)


@pytest.fixture
def made() -> dict[str, Remembering]:
    return {}


@pytest.fixture
def stream(made: dict[str, Remembering]) -> Stream:
    return Stream(keeping(made), ACCOUNTS)


def keeping(made: dict[str, Remembering]):
    def make(client: str, accounts: Mapping[int, AccountFacts]) -> Remembering:
        made[client] = Remembering(tuple(accounts))
        return made[client]

    return make


def test_each_row_is_asked_about_before_it_is_learned(stream, made) -> None:
    found = stream.run([example("shell", FUEL), example("shell", FUEL)])
    assert [one.hit for one in found] == [False, True]
    assert made["harbor"].diary == [
        ("new", ()),
        ("asked", "shell"), ("account", FUEL), ("learned", FUEL),
        ("asked", "shell"), ("learned", FUEL),
    ]  # fmt: skip


def test_an_account_is_known_to_all_clients_from_its_first_use_by_any(stream, made) -> None:
    stream.run([example("shell", FUEL, client="one"), example("rewe", FOOD, client="two")])
    stream.run([example("landlord", RENT, client="three")])
    assert ("account", FOOD) in made["one"].diary
    assert made["two"].diary[0] == ("new", (FUEL,))
    assert made["three"].diary[0] == ("new", (FUEL, FOOD))


def test_the_whole_chart_is_there_from_the_start_where_it_is_asked_for(made) -> None:
    stream = Stream(keeping(made), ACCOUNTS, whole_chart=True)
    stream.run([example("shell", FUEL)])
    assert made["harbor"].diary[0] == ("new", (RENT, FUEL, FOOD))
    assert ("account", FUEL) not in made["harbor"].diary


def test_a_payee_is_new_until_the_same_client_decided_for_it(stream) -> None:
    found = stream.run([
        example("shell", FUEL, client="one"),
        example("shell", FUEL, client="two"),
        example("shell", FUEL, client="one"),
    ])  # fmt: skip
    assert [one.is_new_payee for one in found] == [True, True, False]
    assert [one.place for one in found] == [0, 0, 1]


def test_rows_that_are_only_asked_about_teach_nothing_and_keep_their_order(stream, made) -> None:
    stream.learn([example("shell", FUEL), example("rewe", FOOD, client="two")])
    asked = [
        example("shell", FUEL), example("rewe", FOOD, client="two"), example("new", RENT),
        example("new", RENT),
    ]  # fmt: skip
    found = stream.ask(asked)
    assert [one.account_id for one in found] == [FUEL, FOOD, RENT, RENT]
    assert [one.hit for one in found] == [True, True, False, False]
    assert [one.is_new_payee for one in found] == [False, False, True, True]
    assert [entry for entry, _ in made["harbor"].diary].count("learned") == 1


def test_an_outcome_holds_three_answers_and_the_figures_of_the_first(stream) -> None:
    for account in (FUEL, FUEL, FOOD, RENT):
        stream.learn([example("amazon", account)])
    (found,) = stream.ask([example("amazon", RENT)])
    assert (found.said[0], len(found.said)) == (FUEL, 3)
    assert (found.probability, found.hit_rate, found.confidence) == (0.5, 0.5, 0.4)
    assert (found.hit, found.among_best, found.kind) == (False, True, "payee")


def test_how_long_each_decision_took_to_learn_is_kept(made) -> None:
    ticks = iter([1.0, 1.5, 4.0, 4.25])
    stream = Stream(keeping(made), ACCOUNTS, clock=lambda: next(ticks))
    stream.learn([example("shell", FUEL), example("shell", FUEL)])
    assert stream.learn_seconds == [0.5, 0.25]


def test_the_learner_of_a_client_can_be_had(stream, made) -> None:
    stream.learn([example("shell", FUEL)])
    assert stream.learner("harbor") is made["harbor"]
