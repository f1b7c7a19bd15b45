"""What a check is and what it says; how a check written in SQL is run.

Here: frozen records and the one runner. Not here: any rule (the other modules).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

DETAILS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class VerifyCheck:
    """One rule after it was looked at. `message` says what was compared, how many, and the result.

    `details`: what breaks the rule, at most 20 and a line that counts the others.
    """

    name: str
    ok: bool
    message: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All checks of one business, in a fixed order."""

    checks: tuple[VerifyCheck, ...]

    @property
    def ok(self) -> bool:
        """True when every check holds."""
        return all(check.ok for check in self.checks)

    @property
    def failed(self) -> tuple[VerifyCheck, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.ok)


@dataclass(frozen=True, slots=True)
class SqlRule:
    """A rule over a business's rows, as two queries with the parameter %(business)s.

    `count` gives how many `unit` are compared; `broken` one text per case that breaks the rule.
    `given` is a WITH clause that both begin with. Table names are quoted, so that a query outside
    a firm's scope is refused.
    """

    name: str
    rule: str
    unit: str
    count: str
    broken: str
    given: str = ""


def rule_check(rule: SqlRule, business_id: int) -> VerifyCheck:
    """Run a rule in the firm's scope."""
    parameters = {"business": business_id}
    with connection.cursor() as cursor:
        cursor.execute(rule.given + rule.count, parameters)
        compared = int(cursor.fetchone()[0])
        cursor.execute(rule.given + rule.broken, parameters)
        found = [str(row[0]) for row in cursor.fetchmany(DETAILS_SHOWN)]
        total = max(cursor.rowcount, len(found))
    return check_of(rule.name, rule.rule, f"{compared:,} {rule.unit}", found, total)


def check_of(
    name: str, rule: str, compared: str, broken: Sequence[str], total: int | None = None
) -> VerifyCheck:
    """A check from what was found: `compared` in words, such as "12 entries"."""
    count = len(broken) if total is None else total
    if not count:
        return VerifyCheck(name, True, f"{rule}: {compared} compared, all hold.")
    shown = tuple(broken[:DETAILS_SHOWN])
    if count > len(shown):
        shown = (*shown, f"and {count - len(shown):,} more")
    return VerifyCheck(name, False, f"{rule}: {compared} compared, {count:,} broken.", shown)
