# mypy: disable-error-code="import-not-found"
"""The XBlock workbench with the SCORM XBlock, as near to Open edX as it gets."""

import os
from pathlib import Path

from workbench.settings import *  # noqa: F403

DATA = Path(os.environ["LMS_DATA"])

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "workbench.sqlite3"},
}
MEDIA_ROOT = DATA / "media"

WORKBENCH = {
    "reset_state_on_restart": False,
    "services": {
        "settings": "workbench.services.SettingsService",
        "user": "platform_pieces.UserService",
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {
        "published": {
            "class": "logging.FileHandler",
            "filename": DATA / "published.log",
            "formatter": "plain",
        },
    },
    "loggers": {"workbench.runtime": {"handlers": ["published"], "level": "INFO"}},
}
