"""Development: debug mode on, with the Debug Toolbar where it is installed."""

from ledgerflow.settings import toolbar
from ledgerflow.settings.base import *

DEBUG = True

if toolbar.is_installed():
    INSTALLED_APPS = [*INSTALLED_APPS, toolbar.APP]
    MIDDLEWARE = toolbar.with_toolbar(MIDDLEWARE)
    DEBUG_TOOLBAR_CONFIG = toolbar.CONFIG
    # It keeps what it shows in memory; its table would end in every backup.
    MIGRATION_MODULES = {toolbar.APP: None}
