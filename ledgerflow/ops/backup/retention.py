"""Which backups may go: grandfather, father, son, counted over verified ones only.

Here: the choice, pure. Not here: files (prune.py). Counted are hours, days and so on that *have* a
backup, not hours back from now: an outage or a wrong clock never empties the shelf.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ledgerflow.core.errors import InputError
from ledgerflow.ops.backup.names import Kind

NEWEST_KEPT = 3
UNVERIFIED_KEPT = timedelta(days=7)
SAFEGUARDS_KEPT = timedelta(days=30)
SAFEGUARDS: frozenset[Kind] = frozenset({"pre-restore", "pre-migration"})
"""Made before something that may have to be undone: kept by age, not by bucket."""

TERM = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[hdwmy])")


@dataclass(frozen=True)
class Kept:
    """One backup as retention sees it; `moment` in UTC."""

    stem: str
    moment: datetime
    kind: Kind
    verified: bool


@dataclass(frozen=True)
class RetentionPolicy:
    """How many hours, days, ISO weeks, months and years keep their newest backup."""

    hours: int
    days: int
    weeks: int
    months: int
    years: int

    @classmethod
    def parse(cls, text: str) -> "RetentionPolicy":
        """Read "24h 7d 5w 12m 7y": each unit once at most, one at least above zero.

        Raises InputError("retention_unreadable").
        """
        counts: dict[str, int] = {}
        for word in text.split():
            term = TERM.fullmatch(word)
            if term is None or term["unit"] in counts:
                raise _unreadable(text, f"{word!r} is not a number and one of h d w m y, once each")
            counts[term["unit"]] = int(term["count"])
        if not any(counts.values()):
            raise _unreadable(text, "it keeps nothing")
        return cls(*(counts.get(unit, 0) for unit in "hdwmy"))


def to_delete(backups: Sequence[Kept], now: datetime, policy: RetentionPolicy) -> list[Kept]:
    """What may be deleted, the oldest first.

    Kept are: the newest verified of each bucket, for hourly and full ones apart (a full one has
    the originals, which the hour's dump after it lacks); the three newest verified of all; those
    made before a restore or a migration, for 30 days; what is not verified, for seven days and
    until three newer ones are verified; and whatever is dated after `now`.
    """
    past = [one for one in backups if one.moment <= now]
    verified = sorted((one for one in past if one.verified), key=_order, reverse=True)
    kept = set(verified[:NEWEST_KEPT])
    for kind in ("database", "full"):
        kept |= _newest_of_buckets([one for one in verified if one.kind == kind], policy)
    # A clock that jumped ahead must not age what was there before it: measured backup to backup.
    today = min(now, verified[0].moment) if verified else now
    gone = [one for one in past if one not in kept and _may_go(one, verified, today)]
    return sorted(gone, key=_order)


def _may_go(one: Kept, verified: Sequence[Kept], today: datetime) -> bool:
    age = today - one.moment
    if one.kind in SAFEGUARDS and age <= SAFEGUARDS_KEPT:
        return False
    if one.verified:
        return True
    newer = sum(other.moment > one.moment for other in verified)
    return age > UNVERIFIED_KEPT and newer >= NEWEST_KEPT


def _newest_of_buckets(newest_first: Sequence[Kept], policy: RetentionPolicy) -> set[Kept]:
    kept: set[Kept] = set()
    for count, bucket in BUCKETS:
        seen: dict[Hashable, Kept] = {}
        for one in newest_first:
            seen.setdefault(bucket(one.moment.astimezone(UTC)), one)
        kept.update(list(seen.values())[: count(policy)])
    return kept


BUCKETS: tuple[
    tuple[Callable[[RetentionPolicy], int], Callable[[datetime], Hashable]],
    ...,
] = (
    (lambda policy: policy.hours, lambda at: (at.date(), at.hour)),
    (lambda policy: policy.days, lambda at: at.date()),
    (lambda policy: policy.weeks, lambda at: at.isocalendar()[:2]),
    (lambda policy: policy.months, lambda at: (at.year, at.month)),
    (lambda policy: policy.years, lambda at: at.year),
)


def _order(one: Kept) -> tuple[datetime, str]:
    return one.moment, one.stem


def _unreadable(text: str, why: str) -> InputError:
    return InputError(
        f"The retention {text!r} cannot be read: {why}.",
        code="retention_unreadable",
        hint='Write LEDGERFLOW_BACKUP_RETENTION like "24h 7d 5w 12m 7y".',
    )
