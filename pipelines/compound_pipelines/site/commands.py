"""The command line, as Typer knows it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compound_pipelines.site.page import Page, written


@dataclass(frozen=True, slots=True)
class Command:
    """A command that does something, with what can be said to it."""

    name: str
    """With those above it: `compound nodes find`."""
    help: str
    parameters: tuple[tuple[str, str, str], ...]
    """Name, default and help of each."""


def commands_page() -> Page:
    """One page of all commands."""
    return Page("commands.md", "Command line", written("commands", commands=list(commands())))


def commands() -> Iterator[Command]:
    """Every command, in the order of the help."""
    from typer.main import get_command

    from compound_pipelines.cli.app import app

    yield from _within("compound", get_command(app))


def _within(name: str, command: Any) -> Iterator[Command]:
    inner = getattr(command, "commands", None)
    if inner is None:
        help_text = inspect.cleandoc(command.help or "")
        yield Command(name, help_text, tuple(map(_parameter, command.params)))
    else:
        for word, below in inner.items():
            yield from _within(f"{name} {word}", below)


def _parameter(parameter: Any) -> tuple[str, str, str]:
    is_option = parameter.param_type_name == "option"
    name = ", ".join(parameter.opts) if is_option else (parameter.metavar or parameter.name.upper())
    default = parameter.default
    shown = "required" if parameter.required else "" if default in (None, "", False, ()) else str(default)
    return name, shown, getattr(parameter, "help", None) or ""
