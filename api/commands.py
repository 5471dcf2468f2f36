"""The command line: ``flask figures check | build``."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import click
from flask.cli import AppGroup

from api.config import Config

# pandas takes a second to import, which a server need not wait for: commands import it when run.


def commands(config: Config) -> AppGroup:
    """The group of commands for the people who keep the figures."""
    group = AppGroup("figures", help="Check the ledgers and build the release.")

    @group.command()
    @click.option("--base", metavar="REVISION", help="Compare with this git revision.")
    @click.option("--json", "as_json", is_flag=True, help="Print findings as JSON, for tools.")
    def check(base: str | None, as_json: bool) -> None:
        """Check the ledgers: every finding with file, line, rule and column.

        Exits with status 1 if there is an error.

        \b
        Examples:
          flask figures check
          flask figures check --base origin/main
        """
        from datasets.curation.ledger import folder_at, folder_at_revision
        from datasets.curation.review import Review
        from datasets.curation.rules import ERROR, findings

        folder = folder_at(config.datasets)
        try:
            grown_from = folder_at_revision(config.datasets, base) if base else None
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--base") from None
        found = findings(Review(folder, grown_from, today()))
        _print(found, as_json)
        errors = sum(finding.level == ERROR for finding in found)
        if not as_json:
            rows = sum(len(ledger.frame) for ledger in folder.ledgers.values())
            click.echo(
                f"{rows} rows: {errors} errors, {len(found) - errors} warnings without a note",
                err=True,
            )
        raise SystemExit(1 if errors else 0)

    @group.command()
    def build() -> None:
        """Check the ledgers, compile them into a release and make it the current one."""
        from datasets.curation.ledger import folder_at
        from datasets.curation.review import Review
        from datasets.curation.rules import ERROR, findings
        from datasets.release.build import build

        folder = folder_at(config.datasets)
        errors = [
            finding for finding in findings(Review(folder, None, today())) if finding.level == ERROR
        ]
        if errors:
            _print(errors, as_json=False)
            raise click.ClickException(f"{len(errors)} errors: the release stays as it was")
        built = build(folder, config.instance, _progress)
        click.echo(
            f"release {built.release}: {built.figures} figures, {built.rows} rows, {built.file}"
        )

    @group.command()
    def describe() -> None:
        """Write the Table Schemas in datasets/schemas/ from the declaration of the columns."""
        from datasets.curation.table_schema import table_schemas

        folder = config.datasets / "schemas"
        folder.mkdir(exist_ok=True)
        for file, schema in table_schemas().items():
            text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            (folder / file).write_text(text, encoding="utf-8")
            click.echo(f"{folder.name}/{file}")

    return group


def today() -> Any:
    return datetime.now(UTC).date()


def _print(found: Iterable[Any], as_json: bool) -> None:
    if as_json:
        click.echo(
            json.dumps([finding.as_dict() for finding in found], ensure_ascii=False, indent=1)
        )
        return
    for finding in found:
        click.secho(str(finding), fg="red" if finding.level == "error" else "yellow")


def _progress(rows: Iterable[Any], total: int) -> Iterator[Any]:
    with click.progressbar(
        rows, length=total, label="building", file=click.get_text_stream("stderr")
    ) as bar:
        yield from bar
