"""Runs ralph's LRS on its file backend; with the Python that has ralph, never with ours.

Arguments: a folder for its files, a user, and a password. Says its port on the standard output.

As shipped, the file backend takes one POST only: its writing mode is "create". That is cured here; nothing else is.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path


def main(folder: Path, user: str, password: str) -> None:
    """Serve until the process is ended."""
    import bcrypt  # type: ignore[import-not-found]

    agent = {"account": {"homePage": "https://lms.example", "name": user}}
    secret = bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()
    entry = {"agent": agent, "scopes": ["all"], "hash": secret, "username": user}
    (folder / "auth.json").write_text(json.dumps([entry]), "utf-8")
    os.environ.update(
        RALPH_APP_DIR=str(folder),
        RALPH_AUTH_FILE=str(folder / "auth.json"),
        RALPH_RUNSERVER_BACKEND="fs",
        RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH=str(folder),
    )
    os.chdir(folder)  # no .env of anybody's

    import uvicorn  # type: ignore[import-not-found]
    from ralph.backends.data.base import BaseOperationType  # type: ignore[import-not-found]
    from ralph.backends.lrs.fs import FSLRSBackend  # type: ignore[import-not-found]

    FSLRSBackend.default_operation_type = BaseOperationType.APPEND
    from ralph.api import app  # type: ignore[import-not-found]

    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)  # noqa: T201 - how the test learns it
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
