"""What is wrong with an archive: faults as values, with member, place and what.

Here: the record and its collection. Not here: finding them (the checks) or printing (telling.py).
"""

from dataclasses import dataclass, field

FAULTS_MAX = 200
"""More are counted, not kept: an archive with that many is answered."""


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """One thing that does not hold. `member` is "" for the archive itself, `place` a row."""

    member: str
    place: str
    message: str


@dataclass(slots=True)
class Faults:
    """Faults in the order in which they were found."""

    found: list[ArchiveFault] = field(default_factory=list)
    more: int = 0

    def add(self, member: str, message: str, place: str = "") -> None:
        """Note one; beyond FAULTS_MAX only count it."""
        if len(self.found) < FAULTS_MAX:
            self.found.append(ArchiveFault(member, place, message))
        else:
            self.more += 1

    @property
    def count(self) -> int:
        """How many there are, kept or not."""
        return len(self.found) + self.more
