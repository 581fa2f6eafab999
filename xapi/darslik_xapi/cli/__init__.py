"""`darslik xapi …`: a verb is a module of this package with a `command`; it is imported when it is called."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from darslik_xapi.errors import XapiError

VERBS = (
    "probe",
    "pull",
    "load",
    "check",
    "query",
    "report",
    "export",
    "send",
    "void",
    "forget",
    "who",
    "serve",
    "simulate",
)


@dataclass(frozen=True)
class Context:
    """What the caller lends to the verbs.

    Attributes:
        plan_of: compiles a course folder to its tracking plan (the JSON text); None where there is no compiler.
    """

    plan_of: Callable[[Path], str] | None = None


class Verbs(click.Group):
    """Imports a verb when it is needed: `pull` need not wait for what `report` imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used."""
        there = {module.name for module in pkgutil.iter_modules(__path__)}
        return [verb for verb in VERBS if verb in there]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's `command`."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run a verb; what a person can mend becomes one message and exit code 2."""
        try:
            return super().invoke(ctx)
        except XapiError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(2)


def group(context: Context | None = None) -> click.Group:
    """The group `xapi`; `context` is what `@click.pass_obj` gives to a verb."""

    @click.group("xapi", cls=Verbs)
    @click.pass_context
    def xapi(ctx: click.Context) -> None:
        """Learning records: from any LRS to answers.

        The LRS is named by DARSLIK_LRS_ENDPOINT, DARSLIK_LRS_USER and DARSLIK_LRS_PASSWORD, or by a profile file.
        """
        ctx.obj = context or Context()

    return xapi
