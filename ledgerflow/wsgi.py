"""The WSGI entry: for gunicorn. Not here: routes (urls.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledgerflow.settings.embedded")

application = get_wsgi_application()
