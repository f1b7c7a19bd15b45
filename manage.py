#!/usr/bin/env python
"""Django's entry: the settings default, and one message where they cannot be used."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledgerflow.settings.embedded")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.stderr.write(f"error: The settings cannot be used: {fault}\n")
        sys.exit(2)
