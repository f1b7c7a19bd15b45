"""The one hierarchy of expected faults.

Here: what a person can be told and can act on. Not here: programming faults, which are
assertions or unmapped exceptions and end as 500.
"""

from collections.abc import Mapping
from typing import Any


class LedgerFlowError(Exception):
    """An expected fault: says what, where and why (message) and what to do (hint).

    `code` is stable and documented in docs/reference/errors.md; `status` is the HTTP status
    and `exit_code` the command line's.
    """

    code = "error"
    status = 400
    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str = "",
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or type(self).code
        self.extra = dict(extra or {})

    def as_dict(self) -> dict[str, Any]:
        """The one JSON shape: {"code", "message", "hint", "extra"}."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "extra": self.extra,
        }


class InputError(LedgerFlowError):
    """What was handed in cannot be used: 400."""

    code = "input_error"
    exit_code = 2


class UnknownFormat(InputError):
    """No reader recognises the file."""

    code = "unknown_format"


class AmbiguousFormat(InputError):
    """Two readers claim one file, or a file has two equally good readings."""

    code = "ambiguous_format"


class UnreadableFile(InputError):
    """The format is known, the content is not readable as such."""

    code = "unreadable_file"


class PasswordNeeded(InputError):
    """The file is encrypted, and no password was given or a wrong one."""

    code = "password_needed"


class ProofFailed(InputError):
    """A statement's own arithmetic does not hold."""

    code = "proof_failed"
    exit_code = 3


class ConflictError(LedgerFlowError):
    """The request meets a state that excludes it: 409."""

    code = "conflict"
    status = 409
    exit_code = 4


class DuplicateFile(ConflictError):
    """The same bytes are already there."""

    code = "duplicate_file"


class KeyConflict(ConflictError):
    """An idempotency key was used with other content."""

    code = "idempotency_conflict"


class AlreadyDecided(ConflictError):
    """A live decision exists for the bank transaction."""

    code = "already_decided"


class RuleError(LedgerFlowError):
    """A rule of bookkeeping forbids it: 422."""

    code = "rule_error"
    status = 422
    exit_code = 5


class UnbalancedEntry(RuleError):
    """Debits and credits of one currency differ, or an entry has fewer than two lines."""

    code = "unbalanced_entry"


class CurrencyMismatch(RuleError):
    """An amount's currency is not the account's."""

    code = "currency_mismatch"


class ClosedAccount(RuleError):
    """The account is inactive or a heading."""

    code = "closed_account"


class LockedPeriod(RuleError):
    """The date lies in a locked period: 423."""

    code = "locked_period"
    status = 423


class AppendOnly(RuleError):
    """Posted rows never change; correction is reversal."""

    code = "append_only"


class ChangedBehind(RuleError):
    """A posted row is not what it was when it was posted: somebody went past the application."""

    code = "changed_behind"


class AccessError(LedgerFlowError):
    """Not there, or not yours; never says which: 404."""

    code = "not_found"
    status = 404
    exit_code = 6


class FirmNotSet(LedgerFlowError):
    """A tenant table was asked without a firm: a programming fault that must be loud."""

    code = "firm_not_set"
    status = 500


class OutsideError(LedgerFlowError):
    """Something LedgerFlow depends on does not answer: 503."""

    code = "outside_error"
    status = 503
    exit_code = 7


class DatabaseUnavailable(OutsideError):
    """PostgreSQL cannot be started or reached."""

    code = "database_unavailable"


class LimitError(LedgerFlowError):
    """Too many or too large: 429, or 413 for a body."""

    code = "limit_exceeded"
    status = 429
    exit_code = 8


class FileTooLarge(LimitError):
    """A file above the size limit: 413."""

    code = "file_too_large"
    status = 413
