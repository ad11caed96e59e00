"""The product's settings as the tests need them: its own data folder, quick passwords, jobs done at once."""

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="fairlead-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["FAIRLEAD_DATA"] = _data
os.environ["FAIRLEAD_SECRET_KEY"] = "for-tests-only"
for _name in ("FAIRLEAD_DEMO", "FAIRLEAD_DEBUG", "FAIRLEAD_HTTPS", "FAIRLEAD_HOSTS", "FAIRLEAD_BASE_URL"):
    os.environ.pop(_name, None)

# What one process of the tests has sealed or signed, another opens and verifies.
_key = base64.urlsafe_b64encode(b"for-tests-only".ljust(32, b".")).decode()
for _name in ("words-key", "badge-key"):
    Path(_data, _name).write_text(_key, encoding="ascii")

from fairlead.config.settings import *  # noqa: E402, F403
from fairlead.config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["tests.watching.pages_are_watched", *MIDDLEWARE]
ZEAL_RAISE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAILBOX = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# A file, not memory: several connections, write-ahead log and locks as in production.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{_data}/tests.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
