"""Which accounts are weighed at all."""

from ledgerflow.classification.learning.candidates import MAX_CANDIDATES, Known, batch_of
from ledgerflow.classification.learning.evidence import Evidence
from ledgerflow.classification.learning.features import row_features
from ledgerflow.classification.learning.linear import OnlineLinear
from ledgerflow.classification.learning.records import Question
from ledgerflow.classification.learning.shared import NOTHING, SharedCounts
from tests.classification.learning.paid_rows import a_year, seen

PLACES = {11: 0, 12: 1, 13: 2, 14: 3}


def known(places: int = 4, shut: frozenset[int] = frozenset()) -> Known:
    evidence, linear, counts = Evidence(), OnlineLinear(), [0] * places
    for row, account in a_year():
        features = row_features(*row)
        evidence.observe(features, PLACES[account])
        linear.learn(features.grams, features.scales, PLACES[account])
        counts[PLACES[account]] += 1
    return Known(evidence, linear, counts, sum(counts), shut)


def asked(description: str, **outside: object) -> Question:
    fields = {"firm": NOTHING, "firm_places": (), "prior": {}} | outside
    return Question(seen(description), **fields)


def test_what_was_decided_for_the_payee_is_a_candidate():
    batch = batch_of(known(), [asked("ROSE LANE DINER"), asked("KESTREL FUEL 7")])
    first, second = batch.place[: batch.size[0]], batch.place[batch.size[0] :]
    assert PLACES[13] in first
    assert PLACES[11] in second
    assert batch.place[batch.number[1, PLACES[11]]] == PLACES[11]


def test_a_closed_account_is_none():
    batch = batch_of(known(shut=frozenset({2})), [asked("ROSE LANE DINER")])
    assert 2 not in batch.place
    assert batch.number[0, 2] == -1


def test_nothing_known_gives_no_candidates():
    fresh = Known(Evidence(), OnlineLinear(), [0, 0], 0, frozenset())
    batch = batch_of(fresh, [asked("ROSE LANE DINER")])
    assert batch.size.tolist() == [0]


def test_the_firm_and_shipped_knowledge_name_candidates_too():
    fresh = Known(Evidence(), OnlineLinear(), [0, 0, 0], 0, frozenset())
    shared = SharedCounts()
    shared.add("rose lane diner", "meals")
    shared.add("quill", "never here")
    view = shared.view("rose lane diner")
    places = tuple(1 if r.account_key == "meals" else -1 for r in view.ranked)
    question = asked("ROSE LANE DINER", firm=view, firm_places=places, prior={2: 0.4})
    assert batch_of(fresh, [question]).place.tolist() == [1, 2]


def test_a_long_chart_is_cut_to_the_likeliest():
    many = known(places=60)
    prior = {place: 0.1 + place / 100 for place in range(4, 60)}
    batch = batch_of(many, [asked("ROSE LANE DINER", prior=prior)])
    assert batch.size.tolist() == [MAX_CANDIDATES]
    assert PLACES[13] in batch.place
    assert 59 in batch.place
    assert 5 not in batch.place
