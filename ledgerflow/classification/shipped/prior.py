"""Shipped knowledge as a prior over a business's own accounts; pure.

Here: what names, words and account names together make likely, before the business decided
anything. Not here: the answers of the cascade (../knowledge.py) or learning from decisions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledgerflow.classification.facts import AccountFacts, PayeeName, TransactionFacts
from ledgerflow.classification.shipped.accountnames import AccountNames
from ledgerflow.classification.shipped.finding import find_hits
from ledgerflow.classification.shipped.records import Hit
from ledgerflow.classification.shipped.tables import words_of
from ledgerflow.classification.shipped.trades import trades_of

MOST = 0.90
"""All of a prior together; the rest is for accounts that nothing points to."""
OWN_NAME = 0.60
"""An account whose name fits at least so well goes before the standard account."""
SHARED = 0.30
"""How likely an account is whose whole name stands in the text."""
TEXT = 0.30
"""What such a name adds to the fit of an account that a category points to."""
BESIDE_OWN = 0.40
"""Factor: the standard account beside such an account of the client's own."""
SHARPER = 3
"""Power of the fits, so that the best names of a long chart stand out."""

CHARTS_KEPT = 256
"""Charts whose names stay read, so that many businesses may take turns."""


def knowledge_prior(
    facts: TransactionFacts,
    payee: PayeeName,
    accounts: Sequence[AccountFacts],
    industry: str = "",
) -> Mapping[int, float]:
    """Account id -> how likely shipped knowledge makes it, 0..1; empty where nothing is known.

    The values sum to at most 0.90. Accounts are found by standard key, or by the words of their
    names where a chart is the client's own. Hand the same tuple of accounts over for every row:
    what their names say is then worked out once.
    """
    names = _names_of(accounts)
    hits = find_hits(facts, payee, trades_of(industry), glued=True)
    shared = names.in_text(words_of(f"{payee.key} {facts.description}"))
    likely = {account: SHARED * share for account, share in shared.items()}
    for hit in hits:
        for account, share in _over_accounts(hit, names, shared).items():
            likely[account] = likely.get(account, 0.0) + share
    total = sum(likely.values())
    scale = min(1.0, MOST / total) if total else 0.0
    return {account: share * scale for account, share in likely.items()}


def _names_of(accounts: Sequence[AccountFacts]) -> AccountNames:
    """The names of the accounts, read once for each tuple; a list may change under us."""
    if isinstance(accounts, tuple):
        return _read_once(_ByIdentity(accounts))
    return AccountNames.of(accounts)


@dataclass(frozen=True, slots=True, eq=False)
class _ByIdentity:
    """A tuple that is told from others by identity: comparing hundreds of accounts costs more."""

    accounts: tuple[AccountFacts, ...]

    def __hash__(self) -> int:
        return id(self.accounts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.accounts is other.accounts


@lru_cache(maxsize=CHARTS_KEPT)
def _read_once(same: _ByIdentity) -> AccountNames:
    return AccountNames.of(same.accounts)


def _over_accounts(
    hit: Hit, names: AccountNames, shared: Mapping[int, float]
) -> Mapping[int, float]:
    """One hit spread over the accounts that can take it; `shared` are words of the text itself.

    Where the hit's standard account is there, other standard accounts are not taken by name.
    """
    standard = hit.shares[0].account in names.by_key
    fits = {
        account: min(1.0, fit + TEXT * shared.get(account, 0.0))
        for account, fit in _by_name(hit, names).items()
        if not (standard and account in names.keyed)
    }
    own = max(fits.values(), default=0.0)
    spread: dict[int, float] = {}
    for share in hit.shares:
        account = names.by_key.get(share.account)
        if account is not None:
            sure = float(share.confidence)
            spread[account] = sure if own < OWN_NAME else sure * BESIDE_OWN
    weights = {account: fit**SHARPER for account, fit in fits.items()}
    total = sum(weights.values())
    kind = float(hit.kind_sure) * own
    for account, weight in weights.items():
        spread[account] = spread.get(account, 0.0) + kind * weight / total
    return spread


def _by_name(hit: Hit, names: AccountNames) -> Mapping[int, float]:
    return names.rank(hit.entry.category) if hit.entry.category else {}
