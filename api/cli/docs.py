"""Command ``describe``: generate the Table Schemas and the marked tables of docs/."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import click

from api.cli.output import print_next_step
from api.config import HOME, Config, ConfigSchema
from datasets.model.codelists import (
    ACTOR_KINDS,
    BASES,
    CHANGES,
    LEVELS,
    METRIC_KINDS,
    NATURES,
    POINT_SOURCES,
    QUANTIFIERS,
    STANCES,
    UNITS,
    VERIFICATIONS,
)


@click.command()
@click.pass_obj
def describe(config: Config) -> None:
    """Write the schemas and tables that are generated from the code.

    Writes the Table Schemas in datasets/schemas/ from the declared columns, and the marked tables
    in docs/ from the code lists and the settings.

    \b
    Example:
      flask figures describe
    """
    from datasets.curation.table_schema import table_schemas

    folder = config.datasets / "schemas"
    folder.mkdir(exist_ok=True)
    for name, schema in table_schemas().items():
        _write(folder / name, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    for path in doc_files():
        _write(path, update_tables(path.read_text(encoding="utf-8")))
    print_next_step("commit the files that git shows as changed")


def _write(file: Path, text: str) -> None:
    """Write a file if its text differs, and print its name."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
    click.echo(f"{file.parent.name}/{file.name}")


BLOCK = re.compile(
    r"(?P<start><!-- table of (?P<name>[a-z ]+), written by `flask figures describe` -->\n)"
    r".*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def doc_files() -> Iterable[Path]:
    """The documents that may contain marked tables."""
    return sorted((HOME / "docs").glob("*.md"))


def update_tables(text: str) -> str:
    """Replace the marked tables in the text of a document. Raises KeyError for an unknown name."""
    return BLOCK.sub(lambda block: f"{block['start']}{TABLES[block['name']]()}{block['end']}", text)


def settings() -> str:
    """The settings: environment variable, default and meaning."""
    default = Config()
    rows = (
        (f"`{field.data_key}`", _default(getattr(default, name)), field.metadata["description"])
        for name, field in ConfigSchema().fields.items()
    )
    return _table(("variable", "default", "meaning"), rows)


def quantifiers() -> str:
    """The hedges: code, usual words, and the side on which the number is open."""
    rows = (
        (f"`{code}`", hedge.meaning, _open_sides(hedge.lower, hedge.upper))
        for code, hedge in QUANTIFIERS.items()
    )
    return _table(("code", "printed words", "leaves open"), rows)


def meanings(codes: Mapping[str, str]) -> str:
    """A code list: code and meaning."""
    return _table(("code", "meaning"), ((f"`{code}`", text) for code, text in codes.items()))


TABLES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "settings": settings,
        "quantifiers": quantifiers,
        "changes": partial(meanings, CHANGES),
        "bases": partial(meanings, BASES),
        "verifications": partial(meanings, VERIFICATIONS),
        "stances": partial(meanings, STANCES),
        "kinds": partial(meanings, METRIC_KINDS),
        "natures": partial(meanings, NATURES),
        "units": partial(meanings, UNITS),
        "kinds of actors": partial(meanings, ACTOR_KINDS),
        "levels of places": partial(meanings, LEVELS),
        "sources of points": partial(meanings, POINT_SOURCES),
    }
)

# By whether the printed value is a lower bound, and whether it is an upper bound.
OPEN_SIDES: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {(True, True): "nothing", (True, False): "above", (False, True): "below"}
)


def _open_sides(lower: bool, upper: bool) -> str:
    return OPEN_SIDES.get((lower, upper), "both sides")


def _default(value: object) -> str:
    """A default as an operator writes it; a folder is relative to the project."""
    if isinstance(value, Path):
        return f"`{value.relative_to(HOME)}/`"
    if value in ("", ()):
        return "empty"
    return f"`{int(value)}`" if isinstance(value, bool) else f"`{value}`"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(header)
    lines = (columns, ("---",) * len(columns), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
