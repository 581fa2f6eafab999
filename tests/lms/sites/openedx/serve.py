# mypy: disable-error-code="import-not-found,import-untyped"
"""Serve the workbench on the loopback interface: serve.py PORT SCENARIO…

Each scenario is one unit of a course that holds one SCORM block. (The block's own canned
scenario names a tag that it does not register, so the canned ones are not loaded.)

One worker thread answers all requests: the workbench keeps a learner's whole state in one
JSON value that it reads, changes and writes back without a lock.
"""

import os
import sys

import django
import platform_pieces
import waitress
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()


def main(port: str, *names: str) -> None:
    """Create tables and scenarios, then answer requests until killed."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    platform_pieces.install()
    from workbench import scenarios

    for name in names:
        scenarios.add_xml_scenario(name, name, "<scorm/>")
    site = StaticFilesHandler(get_wsgi_application())
    waitress.serve(site, host="127.0.0.1", port=int(port), threads=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
