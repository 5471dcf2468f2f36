"""ledgers."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from api.cli.help import HELP
from api.cli.output import pluralize, print_findings, print_next_step, progress_bar, table
from api.config import Config

MOST_TOLD = 20


def check_command(config: Config) -> click.Command:
    @click.command("check", help=HELP["check"])
    @click.option("--base", metavar="REVISION", help="Compare with this git revision.")
    @click.option("--json", "as_json", is_flag=True, help="Print findings as JSON, for tools.")
    def check(base: str | None, as_json: bool) -> None:
        from datasets.curation.ledger_files import folder_at, folder_at_revision
        from datasets.curation.validation.context import ValidationContext
        from datasets.curation.validation.rules import findings

        folder = folder_at(config.datasets)
        try:
            grown_from = folder_at_revision(config.datasets, base) if base else None
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--base") from None
        found = findings(ValidationContext(folder, grown_from, today()))
        errors = sum(finding.level == "error" for finding in found)
        if as_json:
            listed = [finding.as_dict() for finding in found]
            click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        else:
            print_findings(found)
            _tell_counts(len(folder.rows), errors, len(found) - errors)
        raise SystemExit(1 if errors else 0)

    return check


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
        from datasets.curation.importers.format import Document
        from datasets.curation.importers.pipeline import write
        from datasets.curation.importers.registry import FORMATS

        if name not in FORMATS:
            raise click.BadParameter(f"'{name}' is not one of {', '.join(FORMATS)}")
        outcome = _outcome(config, FORMATS[name], files, Document(published, url))
        _tell(outcome)
        if outcome.errors:
            print_findings(outcome.errors[:MOST_TOLD])
            told = pluralize(len(outcome.errors), "error")
            raise click.ClickException(f"{told}; nothing was appended")
        if not dry_run:
            write(outcome, config.datasets)
        if len(outcome.rows):
            print_next_step(AFTER_DRY_RUN if dry_run else AFTER_IMPORT)

    return import_


def _tell(outcome: Any) -> None:
    """The rows that an import appends, as a table of the first ones and as counts."""
    columns = ["figure_id", "change", "metric", "place", "period", "quantifier", "value"]
    if len(outcome.rows):
        click.echo(table(columns, outcome.rows[columns].head(MOST_TOLD).to_numpy().tolist()))
    if len(outcome.rows) > MOST_TOLD:
        click.echo(f"… the first {MOST_TOLD} of {pluralize(len(outcome.rows), 'row')}")
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
    from datasets.curation.importers.pipeline import ConflictError, UnknownMetricError, outcome_of
    from datasets.curation.importers.source_files import UpstreamError
    from datasets.curation.ledger_files import folder_at

    folder = folder_at(config.datasets)
    try:
        with progress_bar(None, 2, "importing") as going:
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
    found = f"{pluralize(errors, 'error')}, {pluralize(warnings, 'warning')} without a note"
    click.echo(f"{pluralize(rows, 'row')}: {found}", err=True)
    print_next_step(AFTER_CHECK[errors > 0, warnings > 0])


AFTER_CHECK: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {
        # whether there are errors, whether there are warnings
        (True, True): "correct the rows at fault, then check again",
        (True, False): "correct the rows at fault, then check again",
        (False, True): "answer each warning with a note in its row, or flask figures build",
        (False, False): "flask figures build",
    }
)


AFTER_DRY_RUN = "nothing was written; the same without --dry-run appends these rows"
AFTER_IMPORT = "flask figures check, then commit datasets/"
