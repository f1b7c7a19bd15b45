"""One person, one machine, nothing but Python: the default of the `ledgerflow` command."""

from ledgerflow.settings.base import *

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
