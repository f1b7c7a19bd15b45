"""A CSV journal's rows into entries, checked, ready to be posted: fast where nothing is in doubt.

Here: one block at a time, first by the quick way; at the first doubt the whole block is read by
the careful one, which names line, column and remedy. Not here: cells of amounts (cells.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress, groupby, pairwise
from operator import lt, ne

from ledgerflow.interchange.journals.csv.blocks import Block, blocks_of
from ledgerflow.interchange.journals.csv.careful import Careful
from ledgerflow.interchange.journals.csv.header import Header, Role
from ledgerflow.interchange.journals.csv.survey import Survey
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import DESCRIPTION_MAX, LINES_MAX
from ledgerflow.interchange.journals.staging import StagedRows, Target, Targets

Columns = Sequence[Sequence[str]]

_QUICK: tuple[Role, ...] = ("entry", "date", "description", "account", "amount")
_WANTED: tuple[Role, ...] = (*_QUICK, "debit", "credit", "currency", "note", "kind")
_CENTS = re.compile(r"(?:-?[0-9]{1,12}\.[0-9][0-9]\n)+")
_ZERO = re.compile(r"\n-?0+\.00\n")
_DOUBTS = ("\\", "  ", "\n ", " \n", "\n'", "\n\n")
"""In descriptions: what is escaped, joined, or restored; and one that is empty."""
_PLACES = tuple(f"{place}\t" for place in range(1, LINES_MAX + 1))


def entries_of(
    data: bytes,
    start: int,
    header: Header,
    survey: Survey,
    targets: Targets,
    faults: Faults,
) -> Iterator[StagedRows]:
    """Every entry of the file. Rows of one entry stand together.

    `targets` maps (account cell, currency) to accounts; a pair without one is a fault. After the
    first fault no entry is handed out any more; the rest of the file is read for its faults.
    """
    wanted = [role for role in _WANTED if role in header.places]
    careful = Careful(wanted, header, survey, targets, faults)
    quick = _quick_of(wanted, survey, targets)
    shared = _shared_by_entry(wanted)
    for block in _whole_entries(blocks_of(data, start, header, wanted), shared):
        if faults.is_hopeless:
            return
        for line, width in block.odd:
            what = f"the row has {width} columns, the header has {header.width}"
            faults.add("width", line, what, "Put texts with the delimiter in quotes.")
        staged = quick.entries(block.columns) if quick else None
        if staged is not None and not faults.has_errors:
            yield from staged
        elif staged is None:
            for one in careful.entries(_groups(block, shared)):
                if not faults.has_errors:
                    yield one


def _shared_by_entry(wanted: Sequence[Role]) -> list[int]:
    """The columns that rows of one entry share: its id; without one, day and description."""
    roles: tuple[Role, ...] = ("entry",) if "entry" in wanted else ("date", "description")
    return [wanted.index(role) for role in roles if role in wanted]


def _groups(block: Block, shared: Sequence[int]) -> Iterator[list[tuple[tuple[str, ...], int]]]:
    rows = zip(zip(*block.columns, strict=True), block.lines, strict=True)
    for _, group in groupby(rows, lambda pair: [pair[0][place] for place in shared]):
        yield list(group)


def _whole_entries(blocks: Iterator[Block], shared: Sequence[int]) -> Iterator[Block]:
    """Blocks that end with an entry: the last one of each waits for the next block."""
    held: Block | None = None
    for block in blocks:
        whole = block if held is None else _joined(held, block)
        cut = len(whole.lines)
        last = [whole.columns[place][-1] for place in shared] if cut else []
        while cut and [whole.columns[place][cut - 1] for place in shared] == last:
            cut -= 1
        held = Block(tuple(c[cut:] for c in whole.columns), whole.lines[cut:])
        if cut or block.odd:
            yield Block(tuple(c[:cut] for c in whole.columns), whole.lines[:cut], block.odd)
    if held is not None and held.lines:
        yield held


def _joined(held: Block, block: Block) -> Block:
    columns = tuple([*a, *b] for a, b in zip(held.columns, block.columns, strict=True))
    return Block(columns, [*held.lines, *block.lines])


class _Quick:
    """Blocks of plain rows in one currency: a few checks of whole columns, then no more."""

    def __init__(self, days: Mapping[str, str], targets: Mapping[str, Target]) -> None:
        self._days = {text: day for text, day in days.items() if day}
        self._before = {cell: f"{target.account_id}\t" for cell, target in targets.items()}
        self._after = f"00\t{next(iter(targets.values())).currency}\t"

    def entries(self, columns: Columns) -> list[StagedRows] | None:
        """The entries of the rows, or None where anything needs a careful look."""
        ids, dates, texts, accounts, amounts = columns
        if not ids:
            return []
        figures = "\n".join(amounts) + "\n"
        if (
            _CENTS.fullmatch(figures) is None
            or _ZERO.search(f"\n{figures}")
            or not self._is_known(dates, accounts)
            or not _is_plain(texts)
        ):
            return None
        begins = [0, *compress(range(1, len(ids)), map(ne, ids[1:], ids)), len(ids)]
        sums = list(accumulate(map(int, figures.replace(".", "").split())))
        if any(sums[end - 1] for end in begins[1:]) or any(
            map(lt, map(ne, ids[1:], ids), map(ne, dates[1:], dates))
        ):
            return None
        places: list[str] = []
        for begin, end in pairwise(begins):
            if not 1 < end - begin <= LINES_MAX:
                return None
            places += _PLACES[: end - begin]
        before, after, days = self._before, self._after, self._days
        rows = [
            f"{place}{before[account]}{amount}{after}"
            for place, account, amount in zip(places, accounts, amounts, strict=True)
        ]
        return [
            (f"{days[dates[begin]]}\tnormal\t\t{texts[begin]}", "\n".join(rows[begin:end]), "")
            for begin, end in pairwise(begins)
        ]

    def _is_known(self, dates: Sequence[str], accounts: Sequence[str]) -> bool:
        return self._before.keys() >= set(accounts) and self._days.keys() >= set(dates)


def _is_plain(texts: Sequence[str]) -> bool:
    """True where every description is taken as it stands."""
    once = set(texts)
    words = "\n".join(["", *once, ""])
    return (
        words.count("\n") == len(once) + 1
        and words.replace("\n", "").isprintable()
        and not any(doubt in words for doubt in _DOUBTS)
        and max(map(len, once)) <= DESCRIPTION_MAX
    )


def _quick_of(wanted: Sequence[Role], survey: Survey, targets: Targets) -> _Quick | None:
    """The quick way, where columns and accounts allow it: one currency, nothing optional."""
    currencies = {target.currency for target in targets.values()}
    fits = tuple(wanted) == _QUICK and len(currencies) == 1
    if not fits or any(key[1] != target.currency for key, target in targets.items()):
        return None
    return _Quick(survey.days, {cell: target for (cell, _), target in targets.items()})
