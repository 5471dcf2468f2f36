"""The command line: ``flask figures check | build | verify | rollback | publish | import …``."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from api.config import Config
from api.documents import described, documents
from api.guidance import (
    AFTER_BUILD,
    AFTER_CHECK,
    AFTER_DESCRIBE,
    AFTER_DRY_RUN,
    AFTER_IMPORT,
    HELP,
    STORY,
)
from api.keeping import rollback_command, verify_command
from api.terminal import bar, counted, passed, table, tell_findings, tell_next

MOST_TOLD = 20

# pandas takes a second to import, which a server need not wait for: commands import it when run.


def commands(config: Config) -> AppGroup:
    """The group of commands for the people who keep the figures."""
    group = AppGroup("figures", help=STORY)
    makers = (
        *(check_command, build_command, verify_command, rollback_command),
        *(publish_command, import_command, describe_command),
    )
    for command in makers:
        group.add_command(command(config))
    return group


def check_command(config: Config) -> click.Command:
    @click.command("check", help=HELP["check"])
    @click.option("--base", metavar="REVISION", help="Compare with this git revision.")
    @click.option("--json", "as_json", is_flag=True, help="Print findings as JSON, for tools.")
    def check(base: str | None, as_json: bool) -> None:
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
            tell_findings(found)
            _tell_counts(len(folder.rows), errors, len(found) - errors)
        raise SystemExit(1 if errors else 0)

    return check


def build_command(config: Config) -> click.Command:
    @click.command("build", help=HELP["build"])
    def build() -> None:
        from datasets.curation.ledger import folder_at
        from datasets.curation.review import Review
        from datasets.curation.rules import findings
        from datasets.release.build import NotBuilt, is_built
        from datasets.release.build import build as built_from

        if is_built(config.datasets, config.instance):
            click.echo("the release is up to date")
            return
        folder = folder_at(config.datasets)
        found = findings(Review(folder, None, today()))
        errors = [finding for finding in found if finding.level == "error"]
        if errors:
            tell_findings(errors)
            told = counted(len(errors), "error")
            raise click.ClickException(f"{told}: the release stays as it was")
        try:
            built = built_from(folder, config.instance, passed, files=True)
        except NotBuilt as reason:
            raise click.ClickException(f"{reason}; the release stays as it was") from None
        click.echo(f"release {built.release}: {built.figures} figures in {built.rows} rows")
        tell_next(AFTER_BUILD)

    return build


def publish_command(config: Config) -> click.Command:
    @click.command("publish", help=HELP["publish"])
    @click.argument("url", metavar="URL")
    @click.option("--reader", metavar="ROLE", default="", help="Let this role read it.")
    def publish(url: str, reader: str) -> None:
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
    @click.command("import", help=HELP["import"])
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
        from datasets.curation.importers.formats import FORMATS
        from datasets.curation.imports import Document, write

        if name not in FORMATS:
            raise click.BadParameter(f"'{name}' is not one of {', '.join(FORMATS)}")
        outcome = _outcome(config, FORMATS[name], files, Document(published, url))
        _tell(outcome)
        if outcome.errors:
            tell_findings(outcome.errors[:MOST_TOLD])
            told = counted(len(outcome.errors), "error")
            raise click.ClickException(f"{told}; nothing was appended")
        if not dry_run:
            write(outcome, config.datasets)
        if len(outcome.rows):
            tell_next(AFTER_DRY_RUN if dry_run else AFTER_IMPORT)

    return import_


def describe_command(config: Config) -> click.Command:
    @click.command("describe", help=HELP["describe"])
    def describe() -> None:
        from datasets.curation.table_schema import table_schemas

        folder = config.datasets / "schemas"
        folder.mkdir(exist_ok=True)
        for file, schema in table_schemas().items():
            _written(folder / file, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        for document in documents():
            _written(document, described(document.read_text(encoding="utf-8")))
        tell_next(AFTER_DESCRIBE)

    return describe


def _tell(outcome: Any) -> None:
    """The rows that an import appends, as a table of the first ones and as counts."""
    columns = ["figure_id", "change", "metric", "place", "period", "quantifier", "value"]
    if len(outcome.rows):
        click.echo(table(columns, outcome.rows[columns].head(MOST_TOLD).to_numpy().tolist()))
    if len(outcome.rows) > MOST_TOLD:
        click.echo(f"… the first {MOST_TOLD} of {counted(len(outcome.rows), 'row')}")
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
        with bar(None, 2, "importing") as going:
            reading = format_.read(files, document, folder)
            going.update(1)
            outcome = outcome_of(folder, reading, today())
            going.update(1)
    except (UpstreamError, ConflictError, UnknownMetricError) as error:
        raise click.ClickException(f"{error}; nothing was appended") from None
    return outcome


def today() -> date:
    return datetime.now(UTC).date()


def _tell_counts(rows: int, errors: int, warnings: int) -> None:
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')} without a note"
    click.echo(f"{counted(rows, 'row')}: {found}", err=True)
    tell_next(AFTER_CHECK[errors > 0, warnings > 0])


def _written(file: Path, text: str) -> None:
    """Write a file that differs, and name it."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
    click.echo(f"{file.parent.name}/{file.name}")
