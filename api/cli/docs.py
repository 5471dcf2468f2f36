"""The tables of the documentation that say again what the program declares, written by it."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from types import MappingProxyType

import click

from api.cli.help import HELP
from api.cli.output import print_next_step
from api.config import HOME, Config, variable
from datasets.model.codelists import (
    ACTOR_KINDS,
    BASES,
    CHANGES,
    LEVELS,
    METRIC_KINDS,
    QUANTIFIERS,
    STANCES,
    UNITS,
    VERIFICATIONS,
)


def describe_command(config: Config) -> click.Command:
    @click.command("describe", help=HELP["describe"])
    def describe() -> None:
        from datasets.curation.table_schema import table_schemas

        folder = config.datasets / "schemas"
        folder.mkdir(exist_ok=True)
        for file, schema in table_schemas().items():
            _written(folder / file, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        for document in doc_files():
            _written(document, update_tables(document.read_text(encoding="utf-8")))
        print_next_step(AFTER_DESCRIBE)

    return describe


def _written(file: Path, text: str) -> None:
    """Write a file that differs, and name it."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
    click.echo(f"{file.parent.name}/{file.name}")


BLOCK = re.compile(
    r"(?P<opened><!-- table of (?P<name>[a-z ]+), written by `flask figures describe` -->\n)"
    r".*?(?P<closed><!-- end -->)",
    re.DOTALL,
)


def doc_files() -> Iterable[Path]:
    """The documents that may have such tables."""
    return sorted((HOME / "docs").glob("*.md"))


def update_tables(text: str) -> str:
    """A document with its marked tables written anew. Raises KeyError for one that is unknown."""
    return BLOCK.sub(
        lambda block: f"{block['opened']}{TABLES[block['name']]()}{block['closed']}", text
    )


def settings() -> str:
    """What may be set in the environment, with the default of each."""
    rows = (
        (f"`{variable(each)}`", _default(each.default), each.metadata["about"])
        for each in fields(Config)
    )
    return _table(("variable", "default", "meaning"), rows)


def quantifiers() -> str:
    """The hedges: how each is printed and said again, and what it leaves open."""
    rows = (
        (f"`{code}`", hedge.meaning, _open_sides(hedge.lower, hedge.upper))
        for code, hedge in QUANTIFIERS.items()
    )
    return _table(("code", "printed words", "leaves open"), rows)


def meanings(codes: Mapping[str, str]) -> str:
    """A closed list of codes with the meaning of each."""
    return _table(("code", "meaning"), ((f"`{code}`", words) for code, words in codes.items()))


TABLES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "settings": settings,
        "quantifiers": quantifiers,
        "changes": partial(meanings, CHANGES),
        "bases": partial(meanings, BASES),
        "verifications": partial(meanings, VERIFICATIONS),
        "stances": partial(meanings, STANCES),
        "kinds": partial(meanings, METRIC_KINDS),
        "units": partial(meanings, UNITS),
        "kinds of actors": partial(meanings, ACTOR_KINDS),
        "levels of places": partial(meanings, LEVELS),
    }
)

# By whether the printed value bounds the claim from below and from above.
OPEN_SIDES: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {(True, True): "nothing", (True, False): "above", (False, True): "below"}
)


def _open_sides(lower: bool, upper: bool) -> str:
    return OPEN_SIDES.get((lower, upper), "both sides")


def _default(value: object) -> str:
    """A default as an operator would write it: a folder of this program by its name."""
    if isinstance(value, Path):
        return f"`{value.relative_to(HOME)}/`"
    if value in ("", ()):
        return "empty"
    return f"`{int(value)}`" if isinstance(value, bool) else f"`{value}`"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = tuple(header)
    lines = (names, ("---",) * len(names), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


AFTER_DESCRIBE = "commit what git says has changed"
