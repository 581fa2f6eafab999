"""`darslik xapi export`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.option("--store", "-s", required=True, type=click.Path(path_type=Path, file_okay=False), help="The store.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=".parquet, .csv or .ndjson(.gz)",
)
def command(store: Path, output: Path) -> None:
    """Write the statements of a store into one file for other tools.

    They are as the store keeps them: people are pseudonyms, and small groups are not suppressed.
    """
    from darslik_xapi.store import Store
    from darslik_xapi.store.exporting import export

    count = export(Store(store), output)
    click.echo(f"{count:,} statements: {output}")
