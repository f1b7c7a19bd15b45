"""The peers that classify, as far as they need no library of theirs."""

import numpy as np

from benchmarks.peers import classify_gnucash, classify_memory
from benchmarks.peers.classify import ranked
from benchmarks.peers.classify_refit import Refitted
from tests.classification.evaluation.asked import FOOD, FUEL, RENT, example


def taught(learner, *rows):
    for payee, account in rows:
        one = example(payee, account)
        learner.learn(one.facts, one.payee, account)
    return learner


def asked(learner, payee):
    one = example(payee, RENT)
    return learner.suggest(one.facts, one.payee)


def said(learner, payee):
    return [(one.account_id, round(one.probability, 2)) for one in asked(learner, payee).answers]


def test_answers_are_the_best_three_and_equal_ones_go_by_number():
    found = ranked({4: 0.2, 2: 0.2, 9: 0.1, 1: 0.5}, "words")
    assert [one.account_id for one in found.answers] == [1, 2, 4]


def test_memory_says_the_share_of_decisions_and_fills_up_from_the_client():
    learner = classify_memory.learners()("one", {})
    assert said(learner, "shell") == []
    taught(learner, ("shell", FUEL), ("shell", FUEL), ("shell", FOOD), ("landlord", RENT))
    assert said(learner, "shell") == [(FUEL, 0.67), (FOOD, 0.33), (RENT, 0.25)]
    assert asked(learner, "new").kind == "client"


def test_memory_knows_what_other_clients_of_the_firm_decided():
    make = classify_memory.learners()
    taught(make("one", {}), ("shell", FUEL))
    other = make("two", {})
    assert (said(other, "shell"), asked(other, "shell").kind) == ([(FUEL, 1.0)], "firm")


def test_bayes_joins_the_words_of_a_text():
    learner = taught(
        classify_gnucash.learners()("one", {}),
        ("shell recharge", FUEL), ("shell shop", FOOD), ("rewe shop", FOOD),
    )  # fmt: skip
    assert said(learner, "shell shop")[0][0] == FOOD
    assert said(learner, "shell recharge")[0] == (FUEL, 1.0)


def test_bayes_says_nothing_about_words_it_never_met():
    assert said(classify_gnucash.learners()("one", {}), "shell") == []


class Counting(Refitted):
    """Counts how often it is trained; says the account of the newest row."""

    fits = 0

    def _fit(self, rows, labels):
        self.fits += 1
        self._newest = labels[-1]
        return sorted(set(labels))

    def _scores(self, rows):
        return np.array([[float(a == self._newest) for a in self._accounts]] * len(rows))


def test_a_model_that_is_trained_anew_says_the_commonest_until_it_is():
    learner = taught(Counting(), ("shell", FUEL), ("rewe", FOOD), ("shell", FUEL))
    assert said(learner, "shell") == [(FUEL, 0.67), (FOOD, 0.33)]
    assert learner.fits == 0


def test_a_model_is_trained_again_after_a_fifth_more():
    learner = taught(Counting(), *[("shell", FUEL), ("rewe", FOOD)] * 20)
    assert said(learner, "rewe")[0] == (FOOD, 1.0)
    taught(learner, *[("shell", FUEL)] * 7)
    asked(learner, "shell")
    assert learner.fits == 1
    taught(learner, ("shell", FUEL))
    assert (said(learner, "shell")[0], learner.fits) == ((FUEL, 1.0), 2)


def test_a_model_with_one_account_needs_no_training():
    learner = taught(Counting(), *[("shell", FUEL)] * 6)
    assert (said(learner, "rewe"), learner.fits) == ([(FUEL, 1.0)], 0)
