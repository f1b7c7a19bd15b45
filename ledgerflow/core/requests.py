"""The piece of work that something is done for: a page's request, a command, a job.

Here: its id as a context variable, which the audit keeps with every event, so that everything one
click or one command did can be found together. Not here: who works (scope.py), or the web.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WEB, COMMAND, JOB = "web", "cli", "job"

_current: ContextVar[str] = ContextVar("ledgerflow_request", default="")


def current_request_id() -> str:
    """The id of the running work, such as "web-0f8c...", or "" where none was begun."""
    return _current.get()


def request_begin(kind: str) -> str:
    """Begin work for the rest of this context (a command's process); its new id."""
    request_id = new_request_id(kind)
    _current.set(request_id)
    return request_id


@contextmanager
def request_scope(kind: str) -> Iterator[str]:
    """Do the work inside under a new id."""
    request_id = new_request_id(kind)
    token = _current.set(request_id)
    try:
        yield request_id
    finally:
        _current.reset(token)


def new_request_id(kind: str) -> str:
    """An id nobody can guess or choose: the kind of work and 32 hexadecimal digits."""
    return f"{kind}-{uuid.uuid4().hex}"
