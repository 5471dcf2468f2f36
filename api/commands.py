"""The command line: ``flask figures check | build | publish | import | describe``."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from api.config import Config

MOST_TOLD = 20

# pandas takes a second to import, which a server need not wait for: commands import it when run.


def commands(config: Config) -> AppGroup:
    """The group of commands for the people who keep the figures."""
    group = AppGroup("figures", help="Check the ledgers, build the release.")
    makers = (check_command, build_command, publish_command, import_command, describe_command)
    for command in makers:
        group.add_command(command(config))
    return group


def check_command(config: Config) -> click.Command:
    @click.command("check")
    @click.option("--base", metavar="REVISION", help="Compare with this git revision.")
    @click.option("--json", "as_json", is_flag=True, help="Print findings as JSON, for tools.")
    def check(base: str | None, as_json: bool) -> None:
        r"""Check the ledgers: every finding with file, line, rule and column.

        Exits with status 1 if there is an error.

        \b
        Examples:
          flask figures check
          flask figures check --base origin/main
        """
        from datasets.curation.ledger import folder_at, folder_at_revision
        from datasets.curation.review import Review
        from datasets.curation.rules import findings

        folder = folder_at(config.datasets)
        try:
            grown_from = folder_at_revision(config.datasets, base) if base else None
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--base") from None
        found = findings(Review(folder, grown_from, today()))
        errors = sum(finding.level == "error" for finding in found)
        if as_json:
            listed = [finding.as_dict() for finding in found]
            click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        else:
            _print(found)
            counts = f"{errors} errors, {len(found) - errors} warnings without a note"
            click.echo(f"{len(folder.rows)} rows: {counts}", err=True)
        raise SystemExit(1 if errors else 0)

    return check


def build_command(config: Config) -> click.Command:
    @click.command("build")
    def build() -> None:
        """Check the ledgers, compile them into a release and make it the current one.

        A build that fails leaves the release that is there serving; one that would change
        nothing is left out.
        """
        from datasets.curation.ledger import folder_at
        from datasets.curation.review import Review
        from datasets.curation.rules import findings
        from datasets.release.build import build as built_from
        from datasets.release.build import is_built

        if is_built(config.datasets, config.instance):
            click.echo("the release is up to date")
            return
        folder = folder_at(config.datasets)
        found = findings(Review(folder, None, today()))
        errors = [finding for finding in found if finding.level == "error"]
        if errors:
            _print(errors)
            raise click.ClickException(f"{len(errors)} errors: the release stays as it was")
        built = built_from(folder, config.instance, _progress)
        click.echo(f"release {built.release}: {built.figures} figures in {built.rows} rows")

    return build


def publish_command(config: Config) -> click.Command:
    @click.command("publish")
    @click.argument("url", metavar="URL")
    @click.option("--reader", metavar="ROLE", default="", help="Let this role read it.")
    def publish(url: str, reader: str) -> None:
        r"""Load the current release into PostgreSQL and make it the current one there.

        Needs psycopg (the extra `postgres`). All or nothing: what fails leaves the release that
        is there serving. Workers with FIGURES_DATABASE_URL follow within a second.

        \b
        Example:
          flask figures publish postgresql://owner@db.example.org/figures --reader api
        """
        from datasets.release.engines import NoRelease
        from datasets.release.publish import NotPublished
        from datasets.release.publish import publish as published_from

        try:
            published = published_from(config.instance, url, reader)
        except (NoRelease, NotPublished) as reason:
            raise click.ClickException(str(reason)) from None
        how = "loaded and made current" if published.loaded else "was there already; it is current"
        click.echo(f"release {published.release}: {published.rows} rows, {how}")

    return publish


def import_command(config: Config) -> click.Command:
    @click.command("import")
    @click.argument("name", metavar="FORMAT")
    @click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
    )
    @click.option("--published", metavar="DATE", required=True, help="When the file was published.")
    @click.option("--url", default="", help="Where the file was downloaded.")
    @click.option("--dry-run", is_flag=True, help="Only tell what would be appended.")
    def import_(
        name: str, files: tuple[Path, ...], published: str, url: str, dry_run: bool
    ) -> None:
        r"""Append what is new in a publisher's file to the ledgers.

        The same claim again appends nothing; another number for the same question and period
        becomes a revision; what the file has no more is only reported. All or nothing: a file
        that cannot be read correctly appends no row.

        \b
        Example:
          flask figures import general-staff russia_losses_personnel.json --published 2026-08-08
        """
        from datasets.curation.importers.formats import FORMATS
        from datasets.curation.imports import Document, write

        if name not in FORMATS:
            raise click.BadParameter(f"'{name}' is not one of {', '.join(FORMATS)}")
        outcome = _outcome(config, FORMATS[name], files, Document(published, url))
        _tell(outcome)
        if outcome.errors:
            _print(outcome.errors[:MOST_TOLD])
            raise click.ClickException(f"{len(outcome.errors)} errors; nothing was appended")
        if not dry_run:
            write(outcome, config.datasets)

    return import_


def describe_command(config: Config) -> click.Command:
    @click.command("describe")
    def describe() -> None:
        """Write the Table Schemas in datasets/schemas/ from the declaration of the columns."""
        from datasets.curation.table_schema import table_schemas

        folder = config.datasets / "schemas"
        folder.mkdir(exist_ok=True)
        for file, schema in table_schemas().items():
            text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            (folder / file).write_text(text, encoding="utf-8")
            click.echo(f"{folder.name}/{file}")

    return describe


def _tell(outcome: Any) -> None:
    """The rows that an import appends, as a table of the first ones and as counts."""
    columns = ["figure_id", "change", "metric", "place", "period", "quantifier", "value"]
    if len(outcome.rows):
        click.echo(outcome.rows[columns].head(MOST_TOLD).to_string(index=False))
    for (dataset, change), count in outcome.rows.groupby(["dataset", "change"]).size().items():
        click.echo(f"{dataset}: {count} {change}")
    click.echo(f"unchanged: {outcome.unchanged}")
    for reason, count in outcome.left_out.items():
        click.echo(f"left out: {count} ({reason})")
    if outcome.gone:
        told = ", ".join(outcome.gone[:MOST_TOLD])
        click.echo(f"gone from the file, left as they are: {len(outcome.gone)} ({told})")


def _outcome(config: Config, format_: Any, files: tuple[Path, ...], document: Any) -> Any:
    """What an import would do; ClickException for a file that cannot be read correctly."""
    from datasets.curation.imports import ConflictError, UnknownMetricError, outcome_of
    from datasets.curation.ledger import folder_at
    from datasets.curation.upstream import UpstreamError

    folder = folder_at(config.datasets)
    try:
        with click.progressbar(length=2, label="importing", file=sys.stderr) as bar:
            reading = format_.read(files, document, folder)
            bar.update(1)
            outcome = outcome_of(folder, reading, today())
            bar.update(1)
    except (UpstreamError, ConflictError, UnknownMetricError) as error:
        raise click.ClickException(f"{error}; nothing was appended") from None
    return outcome


def today() -> date:
    return datetime.now(UTC).date()


def _print(found: Iterable[Any]) -> None:
    for finding in found:
        click.secho(str(finding), fg="red" if finding.level == "error" else "yellow")


def _progress(rows: Iterable[Any], total: int) -> Iterator[Any]:
    """Pass rows on, with a bar on the terminal."""
    with click.progressbar(rows, length=total, label="building", file=sys.stderr) as bar:
        yield from bar
