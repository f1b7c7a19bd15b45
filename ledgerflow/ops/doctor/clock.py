"""Check: this machine, the database and the disk agree on the time, and on time zones.

Here: differences of clocks and of time zone data. Not here: setting any clock. Sessions, job
schedules and retention compare times of different machines.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledgerflow.ops.disk import nearest, needed_folders
from ledgerflow.ops.doctor.finding import Installation, Said, failed, ok, warning
from ledgerflow.ops.reachable import GONE, own_connection

WARN_SECONDS = 2.0
FAIL_SECONDS = 30.0
ZONE = "Europe/Berlin"
MOMENTS = (datetime(2025, 1, 15, 12, tzinfo=UTC), datetime(2025, 7, 15, 12, tzinfo=UTC))
SYNCHRONISE = "Switch time synchronisation on, on both machines: `timedatectl set-ntp true`."

OFFSET_SQL = """
SELECT extract(epoch FROM (%s::timestamptz AT TIME ZONE name)
                        - (%s::timestamptz AT TIME ZONE 'UTC'))::int
  FROM pg_timezone_names WHERE name = %s"""


def look(installation: Installation) -> Iterator[Said]:
    """The disk's clock, the zones, then the database's clock and zones."""
    yield difference("the disk of the originals", disk_difference(needed_folders()["originals"]))
    own = own_offsets()
    if own is None:
        yield failed(f"Python does not know the time zone {ZONE}.", "Install the package tzdata.")
    if installation.target is None:
        return
    try:
        with own_connection() as connection, connection.cursor() as cursor:
            yield difference("the database", database_difference(cursor))
            yield from zones(own, database_offsets(cursor))
    except GONE:
        yield warning("The database's clock could not be asked.", "See the check connections.")


def difference(whose: str, seconds: float) -> Said:
    """How far another clock is from ours; positive when it is ahead."""
    if abs(seconds) <= WARN_SECONDS:
        return ok(f"The clock of {whose} agrees within {WARN_SECONDS:.0f} seconds.")
    way = "ahead of" if seconds > 0 else "behind"
    said = f"The clock of {whose} is {abs(seconds):,.0f} seconds {way} this machine's."
    return (failed if abs(seconds) > FAIL_SECONDS else warning)(said, SYNCHRONISE)


def disk_difference(folder: Path) -> float:
    """The time a new file gets, against ours; 0 where none can be made (the disks say so)."""
    try:
        with tempfile.NamedTemporaryFile(dir=nearest(folder), prefix=".doctor.") as made:
            return Path(made.name).stat().st_mtime - time.time()
    except OSError:
        return 0.0


def database_difference(cursor: Any) -> float:
    """The database's clock against ours, without the time that asking takes."""
    before = time.time()
    cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
    there = float(cursor.fetchone()[0])
    after = time.time()
    return there - min(max(there, before), after)


def own_offsets() -> list[int] | None:
    """Python's offsets from UTC in winter and summer, in seconds; None without the zone."""
    try:
        zone = ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return None
    return [int(moment.astimezone(zone).utcoffset().total_seconds()) for moment in MOMENTS]  # type: ignore[union-attr]


def database_offsets(cursor: Any) -> list[int] | None:
    """The database's offsets from UTC, in seconds; None without the zone."""
    found: list[int] = []
    for moment in MOMENTS:
        cursor.execute(OFFSET_SQL, [moment, moment, ZONE])
        row = cursor.fetchone()
        if row is None:
            return None
        found.append(int(row[0]))
    return found


def zones(own: list[int] | None, theirs: list[int] | None) -> Iterator[Said]:
    """Whether both know the zone and agree about it."""
    if theirs is None:
        yield failed(
            f"PostgreSQL does not know the time zone {ZONE}.",
            "Install the package tzdata on the database's machine.",
        )
    elif own is not None and own != theirs:
        yield failed(
            f"Python and PostgreSQL disagree about {ZONE}: {own} and {theirs} seconds.",
            "Update the package tzdata on both machines.",
        )
    elif own is not None:
        yield ok(f"Python and PostgreSQL agree about {ZONE}.")
