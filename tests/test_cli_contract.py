"""The command line that other programs rely on: commands, arguments and options keep their names."""

from __future__ import annotations

import click
import pytest

from darslik.cli import main

CONTRACT: dict[tuple[str, ...], tuple[set[str], set[str]]] = {
    ("new",): ({"folder"}, set()),
    ("check",): ({"course"}, {"--strict", "--pedantic", "--format"}),
    ("build",): (
        {"course"},
        {"--target", "--lang", "--all", "--split", "--output", "--strict", "--format", "--frozen", "--explain-state"}
        | {"--profile"},
    ),
    ("targets",): (set(), set()),
    ("explain",): ({"rule"}, set()),
    ("outcomes",): ({"course"}, {"--format"}),
    ("diff",): ({"old", "course"}, {"--profile", "--target", "--lang", "--split", "--format"}),
    ("inspect",): (
        {"package"},
        {"--profile", "--as", "--format", "--strict", "--pedantic", "--output", "--max-size", "--max-files"},
    ),
    ("verify",): ({"package"}, {"--source", "--key", "--signature", "--format"}),
    ("sign",): ({"packages"}, {"--key"}),
    ("keygen",): ({"file"}, {"--password"}),
    ("profiles",): ({"name"}, set()),
    ("state", "show"): ({"string"}, {"--course"}),
}
FORMATS: dict[tuple[str, ...], list[str]] = {
    ("check",): ["human", "json", "sarif", "github"],
    ("build",): ["human", "json"],
    ("outcomes",): ["human", "json", "csv"],
    ("diff",): ["human", "json"],
    ("inspect",): ["human", "json", "sarif", "html"],
}


def command(path: tuple[str, ...]) -> click.Command:
    """A command by its words."""
    found: click.Command = main
    for word in path:
        assert isinstance(found, click.Group)
        found = found.commands[word]
    return found


@pytest.mark.parametrize("path", CONTRACT, ids=" ".join)
def test_a_command_has_its_arguments_and_options(path: tuple[str, ...]) -> None:
    """None is missing; there may be more options, but no more arguments."""
    arguments, options = CONTRACT[path]
    params = command(path).params
    assert {one.name for one in params if isinstance(one, click.Argument)} == arguments
    assert options <= {spelling for one in params if isinstance(one, click.Option) for spelling in one.opts}


@pytest.mark.parametrize("path", FORMATS, ids=" ".join)
def test_a_command_has_its_formats(path: tuple[str, ...]) -> None:
    """People first, then programs."""
    (choice,) = [one.type for one in command(path).params if one.opts == ["--format"]]
    assert isinstance(choice, click.Choice)
    assert list(choice.choices) == FORMATS[path]
