# mypy: disable-error-code="import-not-found,import-untyped"
"""Prepare the site's database, or serve the site.

    serve.py prepare           create the tables
    serve.py serve PORT        serve on the loopback interface

One worker thread answers all requests: the player of wagtail-lms sends every SetValue as
a request of its own without waiting for the one before, and its handler saves the whole
attempt row, so parallel workers would overwrite each other's columns.
"""

import os
import sys

import django
import waitress
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()


def create_people() -> None:
    """Create the administrator and the learner that the tests log in as."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    users.create_superuser("admin", "admin@example.org", "admin-password")
    users.create_user("learner", "learner@example.org", "learner-password")


def main(command: str, *arguments: str) -> None:
    """Run one of the two commands."""
    if command == "prepare":
        call_command("migrate", verbosity=0)
        create_people()
    else:
        site = StaticFilesHandler(get_wsgi_application())
        waitress.serve(site, host="127.0.0.1", port=int(arguments[0]), threads=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
