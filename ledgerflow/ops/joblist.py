"""The jobs of one firm, as its people may see them.

Here: reading procrastinate's table, and giving a failed job back to the queue. Not here: whether
workers live (jobs.py). Jobs carry ids only; those that name no firm are the operator's.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from procrastinate.contrib.django import app

from ledgerflow.core.errors import AccessError, RuleError

PAGE_ROWS = 50

# A firm's jobs by the firm in their arguments; when each was last heard of, by its events.
LIST_SQL = """
SELECT j.id, j.task_name, j.status::text, j.attempts, (j.args ->> 'business_id')::bigint,
       (j.args ->> 'file_id')::bigint, e.first, e.last
  FROM (SELECT * FROM procrastinate_jobs
         WHERE (args ->> 'firm_id')::bigint = %(firm)s AND id < %(before)s
           AND (%(status)s = '' OR status::text = %(status)s)
         ORDER BY id DESC LIMIT %(limit)s) j
  LEFT JOIN LATERAL (SELECT min(at) AS first, max(at) AS last
                       FROM procrastinate_events WHERE job_id = j.id) e ON true
 ORDER BY j.id DESC"""

ONE_SQL = """
SELECT status::text FROM procrastinate_jobs
 WHERE id = %(job)s AND (args ->> 'firm_id')::bigint = %(firm)s"""

ID_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job: `status` is todo, doing, succeeded, failed, cancelled, aborted."""

    id: int
    task: str
    status: str
    attempts: int
    business_id: int | None
    file_id: int | None
    began: dt.datetime | None
    changed: dt.datetime | None

    @property
    def has_failed(self) -> bool:
        """True where it ended for good without success: an owner may have it tried again."""
        return self.status == "failed"


@dataclass(frozen=True, slots=True)
class JobPage:
    """Some jobs, the newest first; `before` is where the next page begins, None at the end."""

    jobs: tuple[JobRow, ...]
    before: int | None


def job_page(
    firm_id: int, *, status: str = "", before: int | None = None, limit: int = PAGE_ROWS
) -> JobPage:
    """A page of the firm's jobs below the id `before`; one query."""
    asked: dict[str, str | int] = {
        "firm": firm_id,
        "status": status,
        "before": ID_MAX if before is None else before,
        "limit": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(LIST_SQL, asked)
        rows = [JobRow(*row) for row in cursor.fetchall()]
    shown = tuple(rows[:limit])
    return JobPage(shown, shown[-1].id if len(rows) > limit else None)


def job_retry(firm_id: int, job_id: int) -> None:
    """Give a failed job of the firm back to the queue, to be tried at once.

    Raises AccessError where the firm has no such job, RuleError where it did not fail.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_SQL, {"job": job_id, "firm": firm_id})
        found = cursor.fetchone()
    if found is None:
        raise AccessError("There is no such job.", hint="Choose one from the list of jobs.")
    if found[0] != "failed":
        raise RuleError(
            f"Job {job_id} has not failed.",
            code="job_not_failed",
            hint="Only a job that failed for good is tried again.",
        )
    app.job_manager.retry_job_by_id(job_id, retry_at=dt.datetime.now(dt.UTC))
