"""Development: debug mode on."""

from ledgerflow.settings.base import *

DEBUG = True
