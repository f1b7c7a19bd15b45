"""As many pairs as there can be between things that share a key; pure.

Here: a maximum matching where one side has one key each and the other side several. Not here:
what the keys mean (dedupe.py).
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence, Set


def pair_by_key(offered: Sequence[Set[Hashable]], wanted: Sequence[Hashable]) -> dict[int, int]:
    """Pair each wanted key (None: no wish) with an offer that has it; wanted index -> offer index.

    Each offer is taken once, the earlier first. Where an offer has two keys, a wish may have to
    leave it to another and take the second that fits: no wish stays empty that could be met.
    """
    pairing = _Pairing(offered, wanted)
    for at, key in enumerate(wanted):
        if key is not None and key not in pairing.hopeless:
            pairing.place(at, key)
    return {at: offer for offer, at in pairing.owner.items()}


class _Pairing:
    """The state of one pairing. `reached[key]`: before it, all offers with the key are taken."""

    def __init__(self, offered: Sequence[Set[Hashable]], wanted: Sequence[Hashable]) -> None:
        self.wanted = wanted
        self.owner: dict[int, int] = {}
        self.hopeless: set[Hashable] = set()
        self.reached: dict[Hashable, int] = defaultdict(int)
        self.fits: dict[Hashable, list[int]] = defaultdict(list)
        for offer, keys in enumerate(offered):
            for key in keys:
                self.fits[key].append(offer)

    def place(self, at: int, key: Hashable) -> None:
        """Meet wish `at`, moving earlier ones; keys that cannot be met any more are hopeless.

        Breadth first from key to key: whoever holds an offer may take another with its own key.
        A taken offer stays taken, so what is hopeless stays so.
        """
        came_by: dict[Hashable, tuple[int, Hashable]] = {}  # key -> the offer given up, for which
        keys = [key]
        for here in keys:
            free = self._free(here)
            if free is not None:
                step = here
                while step != key:
                    given_up, for_key = came_by[step]
                    self.owner[free] = self.owner[given_up]
                    free, step = given_up, for_key
                self.owner[free] = at
                return
            for offer in self.fits.get(here, ()):
                held_for = self.wanted[self.owner[offer]]
                if held_for != key and held_for not in came_by:
                    came_by[held_for] = (offer, here)
                    keys.append(held_for)
        self.hopeless.update(keys)

    def _free(self, key: Hashable) -> int | None:
        offers = self.fits.get(key, [])
        while self.reached[key] < len(offers) and offers[self.reached[key]] in self.owner:
            self.reached[key] += 1
        return offers[self.reached[key]] if self.reached[key] < len(offers) else None
