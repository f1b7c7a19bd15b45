"""Storing a learner and going on from there."""

import pytest

from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.learning.state import pack, unpack
from ledgerflow.core.errors import InputError
from tests.classification.learning.paid_rows import CHART, FUEL, MEALS, SOFTWARE, a_year, paid


def taught(rows: int = 120) -> Learner:
    learner = Learner.new(CHART, "garden")
    for (facts, payee), account in a_year()[:rows]:
        learner.learn(facts, payee, account)
    return learner


def test_a_loaded_learner_is_the_same_learner():
    learner = taught()
    again = Learner.load(learner.dump())
    assert again.dump() == learner.dump()
    assert again.decisions == 120
    rows = [row for row, _ in a_year()] + [paid("MERLIN FUEL STOP", day=130)]
    assert again.suggest_many(rows) == learner.suggest_many(rows)


def test_storing_in_between_changes_nothing():
    straight, broken = taught(), taught(60)
    for (facts, payee), account in a_year()[60:]:
        broken = Learner.load(broken.dump())
        broken.learn(facts, payee, account)
    assert broken.dump() == straight.dump()


def test_closed_and_merged_accounts_stay_so():
    learner = taught()
    learner.account_closed(SOFTWARE)
    learner.account_merged(FUEL, MEALS)
    again = Learner.load(learner.dump())
    assert again.dump() == learner.dump()
    said = again.suggest(*paid("KESTREL FUEL 5", day=130)).answers
    assert said[0].account_id == MEALS
    assert not {FUEL, SOFTWARE} & {answer.account_id for answer in said}


@pytest.mark.parametrize("missing", ["accounts", "labels", "calibrator"])
def test_a_state_without_all_parts_is_refused(missing):
    values, arrays = unpack(taught(8).dump())
    del values[missing]
    with pytest.raises(InputError) as refused:
        Learner.load(pack(values, arrays))
    assert refused.value.code == "learner_state_refused"


def test_counts_that_do_not_fit_the_accounts_are_refused():
    values, arrays = unpack(taught(8).dump())
    values["counts"] = values["counts"][:-1]
    with pytest.raises(InputError):
        Learner.load(pack(values, arrays))


def test_the_state_stays_small():
    assert len(taught().dump()) < 60_000
