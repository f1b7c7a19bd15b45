"""Addresses that hold a secret do not reach the log: what follows /q/, /invite/, /setup/ and
/account/password/reset/ is cut.

Here: a filter for log handlers. Not here: the addresses themselves (web/addresses), the proxy's log
(docker/proxy/Caddyfile, by the same pattern). Django logs the path of every refused request,
whichever module refused it.
"""

import logging
import re

PATTERN = r"(/(?:q|invite|setup|account/password/reset)/)[^/\s?]+"
_SECRET = re.compile(PATTERN)
CUT = r"\1…"


class SecretPaths(logging.Filter):
    """Shorten such paths in a record's message and arguments; every record passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True; the record is changed in place."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(one) for one in record.args)
        record.msg = _cut(record.msg)
        return True


def _cut(said: object) -> object:
    return _SECRET.sub(CUT, said) if isinstance(said, str) else said
