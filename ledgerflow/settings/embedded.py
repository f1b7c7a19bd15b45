"""One person, one machine, nothing but Python: the default of the `ledgerflow` command."""

from ledgerflow.settings.base import *

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# The server takes no others' connections and nothing pools between: what a connection has learned
# of the tables is kept for the next request. After a restart of the server it is made anew.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
