"""Events and jobs in words for people.

Here: actions, actors, details and states as text. Not here: reading them (audit/selectors.py,
ops/joblist.py). What has no word of its own is shown as it is recorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgerflow.audit.models import AuditEvent
from ledgerflow.ops.joblist import JobRow
from ledgerflow.web.marks import Mark, Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATUSES: "dict[str, StrPromise]" = {
    "todo": gettext_lazy("Waits"),
    "doing": gettext_lazy("Works"),
    "succeeded": gettext_lazy("Done"),
    "failed": gettext_lazy("Failed"),
    "cancelled": gettext_lazy("Cancelled"),
    "aborted": gettext_lazy("Stopped"),
}
TONES: dict[str, tuple[str, Tone]] = {
    "todo": ("…", "wait"),
    "doing": ("▸", "wait"),
    "succeeded": ("✓", "good"),
}
BAD_TONE: tuple[str, Tone] = ("✕", "bad")

TASKS: "dict[str, StrPromise]" = {
    "statement_process": gettext_lazy("Reads a statement file"),
    "business_suggest": gettext_lazy("Suggests from what was decided"),
    "agents_look_up": gettext_lazy("Has agents look payees up"),
    "agents_try": gettext_lazy("Tries an agent"),
    "export_make": gettext_lazy("Writes an export"),
    "digest_send": gettext_lazy("Sends the weekly e-mail"),
}

DETAIL_LENGTH_MAX = 300


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a row: `who` acted, `what` on which thing, `details` as name and value."""

    event: AuditEvent
    who: str
    what: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as a row."""

    job: JobRow
    what: str
    business: str
    mark: Mark


def event_row(event: AuditEvent) -> EventRow:
    """An event in words."""
    who = event.user.email if event.user and event.actor == "person" else event.actor
    return EventRow(event, who, event.action.replace("_", " "), tuple(_details(event.detail)))


def job_row(job: JobRow, names: Mapping[int, str]) -> JobLine:
    """A job in words; `names` of businesses by id."""
    shape, tone = TONES.get(job.status, BAD_TONE)
    return JobLine(
        job,
        str(TASKS.get(job.task, job.task.replace("_", " "))),
        names.get(job.business_id or 0, ""),
        Mark(str(STATUSES.get(job.status, job.status)), shape, tone),
    )


def _details(detail: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in detail.items():
        if value not in (None, "", [], {}):
            yield str(name).replace("_", " "), _told(value)[:DETAIL_LENGTH_MAX]


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_told(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_told(one) for one in value)
    return str(value)
