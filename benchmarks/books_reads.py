"""Reading the books through the public selectors, timed from call to result.

Here: what runs inside a child (books_child.py). Not here: the processes (books_ours.py). Each
read is timed twice: inside a firm's scope that is open already, as in a request, and from outside
with a transaction of its own.
"""

import datetime as dt
import random
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Sum

from benchmarks.books_cpu import cpu_seconds
from benchmarks.books_file import BUSY_ACCOUNT, YEAR
from ledgerflow.firms.access import Place, operator_place_by_id, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account, JournalLine
from ledgerflow.ledger.selectors import (
    RegisterPlace,
    account_balances,
    account_register,
    balances_recomputed,
    month_amounts,
)
from ledgerflow.pipeline.reporting import business_report
from ledgerflow.reports.catalog import REPORTS

Task = dict[str, Any]
Read = Callable[[], object]
PAGE = 50
WARM = 20
CHECKED = 10
LISTS = ("register", "ledger")
LISTED = 17_000
FIRST_DAY, DAYS = dt.date(2023, 1, 1), 3 * 365 + 1
YEAR_DAYS = (dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))


def balances(task: Task) -> dict[str, Any]:
    """What is compared before anything is timed.

    The trial balance and a year's months as text, for the generator's totals; pages of registers
    that do not begin with the sum of the lines before them, or end with the account's balance.
    """
    with working_in(_place(task)):
        business = Business.objects.get(pk=task["business"])
        accounts = {one.name: str(one.amount) for one in account_balances(business)}
        months = {
            f"{one.month:%Y-%m} {one.name}": str(one.amount)
            for one in _months(business)
            if one.month is not None
        }
        return {"accounts": accounts, "months": months, "faults": _register_faults(business)}


def _register_faults(business: Business) -> list[str]:
    faults = []
    chance = random.Random(business.pk)  # noqa: S311  days, no secret
    kept = {one.account_id: one.amount for one in account_balances(business)}
    for account in _accounts(business):
        newest = account_register(business, account, limit=PAGE)
        if newest.closing != kept.get(account.pk, 0):
            faults.append(f"{account.name}: the register ends with {newest.closing}")
    for account in chance.sample(_accounts(business), CHECKED):
        day = _any_day(chance)
        page = account_register(business, account, on=day, limit=PAGE)
        before = JournalLine.objects.filter(account=account, date__lt=day)
        so_far = before.aggregate(total=Sum("amount"))["total"] or 0
        if page.opening != so_far:
            faults.append(f"{account.name}: {page.opening} before {day}, not {so_far}")
    return faults


def reads(task: Task) -> dict[str, Any]:
    """Milliseconds of each read: {"inside"|"outside": {"p50", "p95", "first", "cpu"}}.

    "cpu" is what client and server computed for a call, in the mean: it does not wait.
    """
    place, times = _place(task), task["times"]
    with working_in(place):
        business = Business.objects.get(pk=task["business"])
        accounts = _accounts(business)
    [busy] = [one for one in accounts if one.name == BUSY_ACCOUNT]
    chance = random.Random(task["seed"])  # noqa: S311  days, no secret

    def any_page() -> object:
        """From a day on or back from it, of any account."""
        account, day = chance.choice(accounts), _any_day(chance)
        if chance.random() < 0.5:
            return account_register(business, account, on=day, limit=PAGE)
        return account_register(business, account, before=RegisterPlace(day), limit=PAGE)

    calls: dict[str, Read] = {
        "trial_balance": lambda: account_balances(business),
        "trial_balance_as_of": lambda: account_balances(business, end=YEAR_DAYS[1]),
        "months": lambda: _months(business),
        "register": lambda: account_register(business, busy, limit=PAGE),
        "page": any_page,
    }
    return {name: _timed(place, call, times) for name, call in calls.items()}


def proof(task: Task) -> dict[str, Any]:
    """Milliseconds of a trial balance from all lines, and whether it is the kept one."""
    times = []
    with working_in(_place(task)):
        business = Business.objects.get(pk=task["business"])
        for _ in range(task["times"]):
            begun = time.perf_counter()
            recomputed = balances_recomputed(business)
            times.append(time.perf_counter() - begun)
        same = recomputed == account_balances(business)
    return {"ms": round(statistics.median(times) * 1000, 1), "same": same}


def reports(task: Task) -> dict[str, Any]:
    """Every report once, a page of a register, a year's months: the peak memory of this process.

    Reports that list lines have as many of them as a report may have, whatever the book's size.
    """
    place = _place(task)
    begun = time.perf_counter()
    for kind in REPORTS:
        listed = kind.needs in LISTS
        days = _days_of_lines(task["lines"]) if listed else (None, None)
        account = BUSY_ACCOUNT if kind.needs == "register" else ""
        business_report(place, None, kind.id, YEAR, start=days[0], end=days[1], account=account)
    with working_in(place):
        business = Business.objects.get(pk=task["business"])
        busy = Account.objects.get(business=business, name=BUSY_ACCOUNT)
        account_register(business, busy, limit=PAGE)
        _months(business)
    return {
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "seconds": round(time.perf_counter() - begun, 3),
        "reports": len(REPORTS),
    }


def _months(business: Business) -> list[Any]:
    start, end = YEAR_DAYS
    return month_amounts(business, start=start, end=end, types=("income", "expense"))


def _accounts(business: Business) -> list[Account]:
    """Those of the book, which have a colon in their names, not those of the chart."""
    return list(Account.objects.filter(business=business, name__contains=":"))


def _days_of_lines(lines: int) -> tuple[dt.date, dt.date]:
    """Days from the first one on that have about LISTED lines of a book of so many."""
    days = max(1, min(DAYS, LISTED * DAYS // lines))
    return FIRST_DAY, FIRST_DAY + dt.timedelta(days=days - 1)


def _any_day(chance: random.Random) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))


def _place(task: Task) -> Place:
    return operator_place_by_id(task["firm"], task["business"])


def _timed(place: Place, call: Read, times: int) -> dict[str, dict[str, float]]:
    """Both ways, each after the same number of calls that warm up."""
    found = {}
    with working_in(place):
        found["inside"] = _spread(call, times)

    def alone() -> None:
        with working_in(place):
            call()

    found["outside"] = _spread(alone, times)
    return found


def _spread(call: Read, times: int) -> dict[str, float]:
    taken, used = [], 0.0
    for number in range(times + WARM):
        if number == WARM:
            backend = connection.connection.info.backend_pid
            used = cpu_seconds(backend)
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    used = cpu_seconds(backend) - used
    warm = sorted(taken[WARM:])
    return {
        "cpu": round(used * 1000 / times, 3),
        "p50": round(statistics.median(warm), 3),
        "p95": round(warm[int(len(warm) * 0.95)], 3),
        "first": round(taken[0], 3),
    }
