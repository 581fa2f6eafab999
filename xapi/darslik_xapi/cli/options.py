"""Options that several verbs share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from darslik_xapi.engines import NAMES

_PROFILE = """A YAML file that only you can read, with endpoint, user and password (or token; or client_id,
client_secret and token_url; or keyring) in place of the environment's DARSLIK_LRS_ENDPOINT, DARSLIK_LRS_USER,
DARSLIK_LRS_PASSWORD, DARSLIK_LRS_TOKEN, …"""

profile_option = click.option(
    "--profile",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=" ".join(_PROFILE.split()),
)
"""Only the option: for verbs that may do without an LRS."""


engine_option = click.option(
    "--engine",
    type=click.Choice(NAMES),
    default=NAMES[0],
    show_default=True,
    help="Computes the measures. Spark's master: DARSLIK_SPARK_MASTER; ClickHouse's server: DARSLIK_CLICKHOUSE_URL.",
)
"""For verbs that run measures: `engines.open` makes an engine of the name."""


def connection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a verb `connection`: the LRS that the environment or `--profile` names. There is no option for a secret."""

    @profile_option
    @functools.wraps(function)
    def connected(*args: Any, profile: Path | None, **kwargs: Any) -> Any:  # noqa: ANN401 - click's arguments
        from darslik_xapi.connection import connection_from_environment

        return function(*args, connection=connection_from_environment(profile), **kwargs)

    return connected
