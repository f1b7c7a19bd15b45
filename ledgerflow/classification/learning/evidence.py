"""What was decided in each context, counted at once and forgotten slowly; pure.

Here: counts of labels per context key. Not here: what a context is (features.py), or how
contexts are weighed against each other (candidates.py, blend.py).

An entry is one flat list, `[n, label, count, weight, last, label, ...]`: `n` decisions so far;
per label the plain count, the weight of its decisions when it was last decided (each older
decision counts FADE times the next one) and `last`, the `n` at that time.
"""

from collections.abc import Iterator

from ledgerflow.classification.learning.features import LEVELS, RowFeatures

FADE = 0.9
MAX_LABELS = 40
"""Labels kept per context; beyond them the one not decided for the longest time is dropped."""

WIDTH = 4
_REACH = 400
POWERS = tuple(FADE**n for n in range(_REACH))
TOTALS = tuple((1 - FADE**n) / (1 - FADE) for n in range(_REACH))

Entry = list[float]
Run = tuple[int, int, int]
"""Of one payee: day of the newest decision, its label, and how many in a row had that label."""

PAYEE = LEVELS.index("payee")


def faded(distance: float) -> float:
    """What a decision counts that lies `distance` decisions back."""
    return POWERS[int(distance)] if distance < _REACH else 0.0


def faded_total(number: float) -> float:
    """The faded weight of `number` decisions together."""
    return TOTALS[int(number)] if number < _REACH else TOTALS[-1]


def entry_add(entry: Entry, label: int) -> None:
    """Count one decision for `label`."""
    entry[0] += 1
    number = entry[0]
    for at in range(1, len(entry), WIDTH):
        if entry[at] == label:
            entry[at + 1] += 1
            entry[at + 2] = entry[at + 2] * faded(number - entry[at + 3]) + 1
            entry[at + 3] = number
            return
    if len(entry) > MAX_LABELS * WIDTH:
        oldest = min(range(1, len(entry), WIDTH), key=lambda at: entry[at + 3])
        del entry[oldest : oldest + WIDTH]
    entry += (label, 1, 1.0, number)


def entry_merge(entry: Entry, old: int, new: int) -> None:
    """Make decisions for label `old` decisions for `new`."""
    places = {entry[at]: at for at in range(1, len(entry), WIDTH)}
    if old not in places:
        return
    source, target = places[old], places.get(new)
    if target is None:
        entry[source] = new
        return
    last = max(entry[source + 3], entry[target + 3])
    entry[target + 1] += entry[source + 1]
    entry[target + 2] = sum(entry[at + 2] * faded(last - entry[at + 3]) for at in (target, source))
    entry[target + 3] = last
    del entry[source : source + WIDTH]


def entry_count(entry: Entry | None, label: int) -> tuple[int, int]:
    """(decisions for `label`, all decisions) of an entry; zeros where there is none."""
    if entry is None:
        return 0, 0
    for at in range(1, len(entry), WIDTH):
        if entry[at] == label:
            return int(entry[at + 1]), int(entry[0])
    return 0, int(entry[0])


class Evidence:
    """Entries per level and context key, per word, and of each bank account's newest day."""

    def __init__(self) -> None:
        self.levels: tuple[dict[int, Entry], ...] = tuple({} for _ in LEVELS)
        self.words: dict[int, Entry] = {}
        self.days: dict[int, tuple[int, Entry]] = {}
        self.runs: dict[int, Run] = {}
        self.newest_day = 0

    def observe(self, row: RowFeatures, label: int) -> None:
        """Count one decision in all its contexts."""
        for table, key in zip(self.levels, row.contexts, strict=True):
            entry_add(table.setdefault(key, [0]), label)
        for key in row.word_keys:
            entry_add(self.words.setdefault(key, [0]), label)
        day = self.days.get(row.account)
        if day is None or day[0] != row.day:
            day = self.days[row.account] = (row.day, [0])
        entry_add(day[1], label)
        self._run_on(row, label)
        self.newest_day = max(self.newest_day, row.day)

    def same_day(self, row: RowFeatures) -> Entry | None:
        """What was decided on this bank account for the transaction's own day."""
        day = self.days.get(row.account)
        return day[1] if day is not None and day[0] == row.day else None

    def run_of(self, row: RowFeatures) -> Run:
        """The payee's newest decisions; (0, -1, 0) before the first."""
        return self.runs.get(row.contexts[PAYEE], (0, -1, 0))

    def tries_of_payee(self, row: RowFeatures) -> int:
        """How many decisions there were for the payee."""
        entry = self.levels[PAYEE].get(row.contexts[PAYEE])
        return int(entry[0]) if entry is not None else 0

    def merge(self, old: int, new: int) -> None:
        """Make all decisions for label `old` decisions for `new`."""
        for entry in self._entries():
            entry_merge(entry, old, new)
        for key, (day, label, length) in self.runs.items():
            if label == old:
                self.runs[key] = (day, new, length)

    def _run_on(self, row: RowFeatures, label: int) -> None:
        day, before, length = self.run_of(row)
        length = length + 1 if before == label else 1
        self.runs[row.contexts[PAYEE]] = (max(day, row.day), label, length)

    def _entries(self) -> Iterator[Entry]:
        for table in (*self.levels, self.words):
            yield from table.values()
        for _, entry in self.days.values():
            yield entry
