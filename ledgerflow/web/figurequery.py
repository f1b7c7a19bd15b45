"""A figure's question as the address of its entries, both ways.

Here: writing and reading the query `accounts=4,7&start=2025-01-01&end=2025-03-31`, with
`without_closing=1`, `after=` and `before=` where they are asked. Not here: answering it
(ledger/drilldown.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.drilldown import EntryPlace
from ledgerflow.reports.spec import Trace
from ledgerflow.web.typed import day_of, number_of


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What is asked, and where among the entries the page begins; at most one of both places."""

    trace: Trace
    after: EntryPlace | None = None
    before: EntryPlace | None = None

    def __str__(self) -> str:
        """The query without its question mark, in one order."""
        trace = self.trace
        parts = {
            "accounts": ",".join(map(str, trace.account_ids)),
            "start": trace.start,
            "end": trace.end,
            "without_closing": 1 if trace.without_closing else None,
            "after": self.after,
            "before": self.before,
        }
        return urlencode({name: v for name, v in parts.items() if v is not None}, safe=",")

    def first(self) -> "FigureQuery":
        """The same question from its first entry on."""
        return replace(self, after=None, before=None)

    def next_to(
        self, *, after: EntryPlace | None = None, before: EntryPlace | None = None
    ) -> "FigureQuery | None":
        """The same question from another place; None without one."""
        return replace(self, after=after, before=before) if after or before else None


def query_read(given: Mapping[str, str]) -> FigureQuery:
    """The question that an address asks; InputError saying which part of it is none."""
    start, end = day_of(given.get("start", "")), day_of(given.get("end", ""))
    if start and end and start > end:
        raise InputError(
            f"The days {start} to {end} end before they begin.",
            code="days_reversed",
            hint="Open a figure from a report.",
        )
    after, before = _place(given, "after"), _place(given, "before")
    if after and before:
        raise InputError(
            "The address asks for the entries after one place and before another.",
            code="two_places",
            hint="Leave out one of `after` and `before`.",
        )
    trace = Trace(_account_ids(given), start, end, _is_set(given, "without_closing"))
    return FigureQuery(trace, after, before)


def _account_ids(given: Mapping[str, str]) -> tuple[int, ...]:
    texts = [t for t in given.get("accounts", "").split(",") if t]
    numbers = [number_of(t) for t in texts]
    if not texts or None in numbers:
        raise InputError(
            "The address does not name the accounts of a figure.",
            hint="Open a figure from a report.",
        )
    return tuple(dict.fromkeys(pk for pk in numbers if pk is not None))


def _place(given: Mapping[str, str], name: str) -> EntryPlace | None:
    text = given.get(name, "")
    return EntryPlace.read(text) if text else None


def _is_set(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "")
    if text not in ("", "0", "1"):
        raise InputError(
            f"{name} is 0 or 1, not {text[:20]!r}.", hint="Open a figure from a report."
        )
    return text == "1"
