"""The accounts a learner knows, by place: new, closed, merged; pure.

Here: account ids, keys and counts of decisions. Not here: what speaks for an account
(evidence.py, linear.py). A place is never given up, so what was learned stays attached to it.
"""

from collections.abc import Mapping
from functools import lru_cache

from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts
from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.prior import knowledge_prior
from ledgerflow.core.errors import InputError


class Accounts:
    """Places 0, 1, ... of accounts, in the order they became known.

    `ids`, `facts`, `keys` and `counts` (decisions) go by place; `shut` holds the places that are
    not proposed: closed, or merged into another.
    """

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.facts: list[AccountFacts] = []
        self.keys: list[str] = []
        self.counts: list[int] = []
        self.decisions = 0
        self.shut: frozenset[int] = frozenset()
        self.merged: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._by_key: dict[str, int] = {}
        self._offered: tuple[AccountFacts, ...] = ()

    def add(self, account: AccountFacts) -> None:
        """Make an account known, or take its new name; a closed one is open again."""
        place = self._places.get(account.id)
        if place is None:
            place = self._places[account.id] = len(self.ids)
            self.ids.append(account.id)
            self.facts.append(account)
            self.keys.append(account_key(account))
            self.counts.append(0)
        self.facts[place] = account
        self.keys[place] = account_key(account)
        self._name_again()
        if place not in self.merged:
            self.shut -= {place}

    def place_of(self, account_id: int) -> int:
        """Where decisions for an account belong; InputError when it is unknown."""
        place = self._places.get(account_id)
        if place is None:
            raise InputError(
                f"The account {account_id} is unknown to what the business taught.",
                code="learner_account_unknown",
                hint="Add the account before decisions for it are learned.",
            )
        return self.merged.get(place, place)

    def place_of_key(self, key: str) -> int:
        """The place of the account that the firm calls `key`; -1 where there is none."""
        return self._by_key.get(key, -1)

    def count(self, place: int) -> None:
        """One more decision."""
        self.counts[place] += 1
        self.decisions += 1

    def close(self, account_id: int) -> None:
        """Propose an account no more; InputError when it is unknown."""
        self.shut |= {self.place_of(account_id)}

    def merge(self, old: int, new: int) -> None:
        """Let everything of place `old` belong to place `new`."""
        self.counts[new] += self.counts[old]
        self.counts[old] = 0
        self.merged[old] = new
        for place, target in self.merged.items():
            if target == old:
                self.merged[place] = new
        self._name_again()
        self.shut |= {old}

    def prior(
        self, facts: TransactionFacts, payee: PayeeName, industry: str
    ) -> Mapping[int, float]:
        """Chances by place from what is known of payees and words everywhere."""
        likely = knowledge_prior(facts, payee, self._offered, industry)
        return {self.place_of(account): chance for account, chance in likely.items()}

    def _name_again(self) -> None:
        self._by_key = {key: self.merged.get(place, place) for place, key in enumerate(self.keys)}
        self._offered = _one_of_equals(tuple(self.facts))


@lru_cache(maxsize=256)
def _one_of_equals(facts: tuple[AccountFacts, ...]) -> tuple[AccountFacts, ...]:
    """The same object for equal charts: their names are then read once for all learners."""
    return facts


def account_key(account: AccountFacts) -> str:
    """What businesses of a firm call the same account: its standard key, else its name."""
    return account.key or f"name:{fold(account.name)}"
