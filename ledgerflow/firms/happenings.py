"""What happens to people and firms is told to whoever records it: the audit, which lies above.

Here: the one place where the audit is plugged in (audit/apps.py). Not here: the record itself.
Without a recorder nothing may happen, so that nothing happens unrecorded.
"""

from typing import Any, Protocol


class Recorder(Protocol):
    """audit/services.py: event_record."""

    def __call__(
        self,
        *,
        firm_id: int,
        business_id: int | None,
        action: str,
        subject: str,
        subject_id: int | None,
        detail: dict[str, Any] | None = None,
    ) -> object:
        """Write an event in the transaction that is open."""
        ...


_recorders: list[Recorder] = []


def recorded_by(recorder: Recorder) -> None:
    """From now on `recorder` writes down what happens; it takes the place of an earlier one."""
    _recorders[:] = [recorder]


def happened(
    *,
    firm_id: int,
    action: str,
    subject: str,
    subject_id: int,
    business_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Record in the firm's scope what was done; the person is the scope's."""
    (record,) = _recorders
    record(
        firm_id=firm_id,
        business_id=business_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
    )
