"""A report beside the same report of other days: both figures, the difference, the change; pure.

Here: which rows belong together, and the columns. Not here: building the two reports
(pipeline/reporting.py) or choosing the days (periodwords.py). A report says by its kind's `figure`
which of its columns make up the one figure that is compared.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.reports.engine import EMPTY, ZERO, cell_sum
from ledgerflow.reports.figures import MINUS
from ledgerflow.reports.spec import (
    Report,
    ReportCell,
    ReportCheck,
    ReportColumn,
    ReportKind,
    ReportRow,
    ReportSection,
)

PERCENT_MAX = 1_000
"""Beyond it a percentage says nothing that the difference does not."""


@dataclass(frozen=True, slots=True)
class _Pair[T]:
    """What stands at the same place of both reports; None where one has no such thing."""

    now: T | None
    then: T | None


def narrowed(kind: ReportKind, report: Report, label: str = "") -> Report:
    """The report with its one figure as the only column. InputError where it has no such figure."""
    if not kind.figure:
        raise InputError(
            f"{kind.title} has no figure that two periods could be compared by.",
            code="not_comparable",
            hint="Leave out `compare`.",
        )
    column = report.columns[kind.figure[0][0]]
    return replace(
        report,
        columns=(replace(column, label=label or column.label),),
        sections=tuple(
            replace(s, rows=tuple(_narrow(kind, row) for row in s.rows)) for s in report.sections
        ),
    )


def compared(kind: ReportKind, now: Report, then: Report, labels: tuple[str, str]) -> Report:
    """Both reports in one: `now`, `then`, the difference (now less then) and the change in percent.

    `labels` head the first two columns. Notes and checks are those of `now`; what is undecided of
    `then` is a check that does not hold.
    """
    one, other = (narrowed(kind, r, label) for r, label in zip((now, then), labels, strict=True))
    figure = one.columns[0].kind
    return replace(
        one,
        columns=(
            *(one.columns[0], other.columns[0]),
            ReportColumn("Difference", figure),
            ReportColumn("Change", "text"),
        ),
        sections=tuple(_sections(one.sections, other.sections)),
        checks=(*now.checks, *_undecided_then(then, labels[1])),
    )


def _narrow(kind: ReportKind, row: ReportRow) -> ReportRow:
    if not row.cells:
        return row
    cells = [row.cells[place] for place, _ in kind.figure]
    if len(cells) == 1:
        return replace(row, cells=(cells[0],))
    return replace(row, cells=(cell_sum(cells, [sign for _, sign in kind.figure]),))


def _sections(now: Sequence[ReportSection], then: Sequence[ReportSection]) -> list[ReportSection]:
    found = []
    for pair in _pairs(now, then, [s.title for s in now], [s.title for s in then]):
        ours, theirs = (s.rows if s else () for s in (pair.now, pair.then))
        both = _pairs(ours, theirs, [_key(r) for r in ours], [_key(r) for r in theirs])
        rows = [row for p in both if (row := _row(p)) is not None]
        if rows:
            found.append(ReportSection((pair.now or pair.then or now[0]).title, tuple(rows)))
    return found


def _key(row: ReportRow) -> str:
    """Codes of form lines move from year to year; accounts and labels stay."""
    return f"{row.kind} {row.account_id or row.label}"


def _row(pair: _Pair[ReportRow]) -> ReportRow | None:
    row = pair.now or pair.then
    if row is None or not row.cells:
        # A remark, such as what is not in the books, is of the period that is asked about.
        return pair.now
    now, then = (_cell(r, row) for r in (pair.now, pair.then))
    return replace(row, cells=(now, then, *_difference(now, then)))


def _cell(row: ReportRow | None, like: ReportRow) -> ReportCell:
    """An account that one report leaves out has not moved; any other row is not known there."""
    if row is not None:
        return row.cells[0] if row.cells else EMPTY
    return ReportCell(ZERO) if like.kind == "account" else EMPTY


def _difference(now: ReportCell, then: ReportCell) -> tuple[ReportCell, ReportCell]:
    if not isinstance(now.value, Decimal) or not isinstance(then.value, Decimal):
        return EMPTY, EMPTY
    difference = now.value - then.value
    # The entries behind a difference are those behind both figures, which have their own links.
    return ReportCell(difference), ReportCell(_change(difference, then.value))


def _change(difference: Decimal, then: Decimal) -> str | None:
    """ "+12.5 %"; None from nothing, and where it would say nothing."""
    if not then:
        return None
    percent = difference * 100 / abs(then)
    if abs(percent) > PERCENT_MAX:
        return None
    return f"{percent:+.1f} %".replace("-", MINUS) if difference else "0.0 %"


def _pairs[T](
    now: Sequence[T], then: Sequence[T], keys: Sequence[str], keys_then: Sequence[str]
) -> list[_Pair[T]]:
    """Both in the order of `now`; what only `then` has stands after what it came after there."""
    ours, theirs = _counted(keys), _counted(keys_then)
    then_at = dict(zip(theirs, then, strict=True))
    known = set(ours)
    found: list[_Pair[T]] = []
    at = 0
    for key, one in zip(ours, now, strict=True):
        until = theirs.index(key) if key in then_at else at
        found += [_Pair(None, then_at[k]) for k in theirs[at:until] if k not in known]
        at = max(at, until)
        found.append(_Pair(one, then_at.get(key)))
    return found + [_Pair(None, then_at[k]) for k in theirs[at:] if k not in known]


def _counted(keys: Sequence[str]) -> list[tuple[str, int]]:
    """Each key with its turn: two sections without a title are the first and the second one."""
    seen: Counter[str] = Counter()
    found = []
    for key in keys:
        found.append((key, seen[key]))
        seen[key] += 1
    return found


def _undecided_then(then: Report, label: str) -> list[ReportCheck]:
    count = then.undecided.count
    if not count:
        return []
    return [
        ReportCheck(
            f"Every bank transaction of {label} is decided",
            passed=False,
            detail=f"{count} {'is' if count == 1 else 'are'} not: the figures of {label} lack them",
        )
    ]
