"""Web entry point for gunicorn and other WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
application = get_wsgi_application()
# Every page is loaded once, before the server makes its processes.
addresses = get_resolver().url_patterns
