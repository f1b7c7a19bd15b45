"""What one business's people decided, as answers to new transactions: a fold over decisions.

Here: learning one decision, proposing accounts, and accounts that come, close and merge. Not
here: the kinds of evidence (evidence.py, linear.py, shared.py), what each is worth (blend.py),
how sure it is (calibration.py), or storing (state.py, the services). No clock, no chance, no
database: the same decisions in the same order give the same learner.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts
from ledgerflow.classification.learning.accounts import Accounts
from ledgerflow.classification.learning.blend import shipped_blend
from ledgerflow.classification.learning.calibration import Calibrator, Said
from ledgerflow.classification.learning.candidates import Known, batch_of
from ledgerflow.classification.learning.caution import cautious
from ledgerflow.classification.learning.evidence import Evidence
from ledgerflow.classification.learning.features import RowFeatures, row_features
from ledgerflow.classification.learning.figures import figures_of
from ledgerflow.classification.learning.gathering import Floats, Whole
from ledgerflow.classification.learning.learner_state import packed, unpacked
from ledgerflow.classification.learning.linear import OnlineLinear
from ledgerflow.classification.learning.reasons import kind_of, reasons_of
from ledgerflow.classification.learning.records import (
    NOTHING_KNOWN,
    Asked,
    Question,
    Ranked,
    Ranking,
)
from ledgerflow.classification.learning.saying import agreeing, said_of
from ledgerflow.classification.learning.shared import NOTHING, SharedCounts

BEST = 3
ROWS_AT_ONCE = 256
ENOUGH = 2
"""So many decisions for a payee, and shipped knowledge is not asked any more."""

Row = tuple[TransactionFacts, PayeeName]


class Learner:
    """What one business taught. Make it with `new` or `load`."""

    def __init__(
        self,
        accounts: Accounts,
        evidence: Evidence,
        linear: OnlineLinear,
        calibrator: Calibrator,
        *,
        industry: str = "",
        shared: SharedCounts | None = None,
    ) -> None:
        self._accounts = accounts
        self._evidence = evidence
        self._linear = linear
        self._calibrator = calibrator
        self._industry = industry
        self._shared = shared
        self._given = SharedCounts() if shared is not None and shared.live else None

    @classmethod
    def new(
        cls,
        accounts: Mapping[int, AccountFacts],
        industry: str = "",
        shared: SharedCounts | None = None,
    ) -> "Learner":
        """A learner that has seen no decision; `accounts` by id, `shared` when the firm shares."""
        known = Accounts()
        for account in accounts.values():
            known.add(account)
        calibrator = Calibrator.new(firm=shared.reliability if shared else None)
        return cls(known, Evidence(), OnlineLinear(), calibrator, industry=industry, shared=shared)

    @property
    def decisions(self) -> int:
        """How many decisions it has learned."""
        return self._accounts.decisions

    @property
    def calibrator(self) -> Calibrator:
        """How often it was right so far, by kind of evidence."""
        return self._calibrator

    def suggest(self, facts: TransactionFacts, payee: PayeeName) -> Ranking:
        """The accounts for one transaction; no answers where nothing at all is known."""
        return self.suggest_many([(facts, payee)])[0]

    def suggest_many(self, rows: Iterable[Row]) -> list[Ranking]:
        """The same for many transactions; none of them teaches another."""
        waiting = list(rows)
        found: list[Ranking] = []
        for start in range(0, len(waiting), ROWS_AT_ONCE):
            some = waiting[start : start + ROWS_AT_ONCE]
            answers = self._answers([(row_features(*row), row) for row in some])
            found += [self._ranking(answer, row) for answer, row in zip(answers, some, strict=True)]
        return found

    def learn(self, facts: TransactionFacts, payee: PayeeName, account_id: int) -> None:
        """Take in what a person decided.

        What would have been said just before is held against it first, so confidence follows.
        InputError when the account is unknown.
        """
        place = self._accounts.place_of(account_id)
        row = row_features(facts, payee)
        answer = self._answers([(row, (facts, payee))])[0]
        if answer.best:
            self._calibrator.observe(self._said(answer), answer.best[0][0] == place)
        self._evidence.observe(row, place)
        self._linear.learn(row.grams, row.scales, place)
        self._accounts.count(place)
        if payee.key and self._shared is not None and self._given is not None:
            key = self._accounts.keys[place]
            self._shared.add(payee.key, key)
            self._given.add(payee.key, key)

    def figures(self, facts: TransactionFacts, payee: PayeeName) -> tuple[list[int], Floats]:
        """(candidates' account ids, their FIGURES row by row): what the blend is fitted on."""
        known = self._known()
        batch = batch_of(known, [self._question(row_features(facts, payee), facts, payee)])
        return [self._accounts.ids[place] for place in batch.place], figures_of(known, batch)

    def account_add(self, account: AccountFacts) -> None:
        """An account that may be proposed from now on, new or opened again."""
        self._accounts.add(account)

    def account_closed(self, account_id: int) -> None:
        """An account that is not proposed any more; what was learned of it is kept."""
        self._accounts.close(account_id)

    def account_merged(self, old_id: int, new_id: int) -> None:
        """What was decided for one account counts for another from now on."""
        old, new = self._accounts.place_of(old_id), self._accounts.place_of(new_id)
        if old != new:
            self._evidence.merge(old, new)
            self._linear.merge(old, new)
            self._accounts.merge(old, new)

    def dump(self) -> bytes:
        """The whole state; the same decisions in the same order give the same bytes."""
        return packed(
            self._accounts, self._evidence, self._linear, self._calibrator, self._industry
        )

    @classmethod
    def load(cls, data: bytes, shared: SharedCounts | None = None) -> "Learner":
        """The learner that was dumped; InputError when the bytes are none of this version."""
        firm = shared.reliability if shared else None
        accounts, evidence, linear, calibrator, industry = unpacked(data, firm)
        return cls(accounts, evidence, linear, calibrator, industry=industry, shared=shared)

    def _answers(self, rows: Sequence[tuple[RowFeatures, Row]]) -> list["_Answer"]:
        known, linear = self._known(), self._linear
        batch = batch_of(known, [self._question(row, *asked) for row, asked in rows])
        chances = shipped_blend().chances(figures_of(known, batch), batch.size)
        best = _best_of(batch.place, chances, batch.size)
        first = np.asarray([some[0][0] if some else -1 for some in best], np.intp)
        agreed = agreeing(batch, np.asarray(linear.labels, np.intp), first)
        return [
            _Answer(some, Asked(question.row, entries, run, *question[1:], float(share)))
            for some, question, entries, run, share in zip(
                best, batch.questions, batch.entries, batch.runs, agreed, strict=True
            )
        ]

    def _known(self) -> Known:
        accounts = self._accounts
        return Known(
            self._evidence, self._linear, accounts.counts, accounts.decisions, accounts.shut
        )

    def _question(self, row: RowFeatures, facts: TransactionFacts, payee: PayeeName) -> Question:
        accounts = self._accounts
        view = self._shared.view(payee.key, self._given) if self._shared is not None else NOTHING
        places = tuple(accounts.place_of_key(ranked.account_key) for ranked in view.ranked)
        known = self._evidence.tries_of_payee(row) >= ENOUGH
        prior = {} if known else accounts.prior(facts, payee, self._industry)
        return Question(row, view, places, prior)

    def _ranking(self, answer: "_Answer", row: Row) -> Ranking:
        if not answer.best:
            return NOTHING_KNOWN
        said = self._said(answer)
        sure = cautious(self._calibrator.sure(said), said, self._accounts.counts)
        left = (1 - sure.hit_rate) / max(1 - said.probability, 1e-9)
        answers = []
        for number, (place, chance) in enumerate(answer.best):
            # The others share what the first leaves, and none is surer than it.
            other = min(chance * left, sure.hit_rate)
            rate = sure.hit_rate if number == 0 else other
            bound = sure.lower_bound if number == 0 else min(other, sure.lower_bound)
            reasons = reasons_of(answer.asked, place, *row)
            answers.append(Ranked(self._accounts.ids[place], chance, rate, bound, reasons))
        return Ranking(tuple(answers), said.kind)

    def _said(self, answer: "_Answer") -> Said:
        (place, chance), *others = answer.best
        return said_of(
            answer.asked,
            place,
            kind=kind_of(answer.asked, place)[0],
            probability=chance,
            margin=chance - (others[0][1] if others else 0.0),
            decisions=self._accounts.decisions,
            newest_day=self._evidence.newest_day,
        )


class _Answer(NamedTuple):
    """Up to three (place, chance), surest first, and the evidence."""

    best: list[tuple[int, float]]
    asked: Asked


def _best_of(place: Whole, chances: Floats, size: Whole) -> list[list[tuple[int, float]]]:
    """The best candidates of each question, surest first; of equals the lower place first."""
    places, listed = place.tolist(), chances.tolist()
    found, at = [], 0
    for count in size.tolist():
        pairs = list(zip(places[at : at + count], listed[at : at + count], strict=True))
        pairs.sort(key=lambda pair: -pair[1])
        found.append(pairs[:BEST])
        at += count
    return found
