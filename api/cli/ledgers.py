"""Commands on the ledgers: ``check`` and ``import``."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from api.cli.import_review import print_warnings, rows_table, stop_at_dangers
from api.cli.output import pluralize, print_findings, print_next_step, progress_bar
from api.config import Config

# Importing pandas takes a second, and a server never needs it: the commands import it when run.
if TYPE_CHECKING:
    from datasets.curation.importers.format import Document, Format
    from datasets.curation.importers.pipeline import ImportPlan
    from datasets.curation.importers.warnings import ImportReview
    from datasets.curation.validation.rules import Finding

MAX_LISTED = 20  # rows, errors or figure ids


@click.command()
@click.option("--base", metavar="REVISION", help="Compare with the ledgers of this git revision.")
@click.option("--changed", is_flag=True, help="Check only rows that differ from the base.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def check(config: Config, base: str | None, changed: bool, as_json: bool) -> None:
    """Check the ledgers against all rules.

    Prints the file, line, rule and column of each finding. Correct each error in its row. Explain
    each warning in the note of its row. Exits with status 1 if there are errors.

    With --base, changes to rows that already exist in the git revision are errors too. With
    --changed, only the rows that differ from the base are checked, and the rows that they can
    affect. The base is then HEAD if no other is named.

    \b
    Examples:
      flask figures check
      flask figures check --changed
      flask figures check --base origin/main
      flask figures check --json
    """
    try:
        reported, rows = _changed(config, base or "HEAD") if changed else _all(config, base)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--base") from None
    errors = sum(finding.level == "error" for finding in reported)
    if as_json:
        documents = [finding.as_dict() for finding in reported]
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    else:
        print_findings(reported)
        _print_counts(rows, errors, len(reported) - errors)
    raise SystemExit(1 if errors else 0)


@click.command("import")
@click.argument("name", metavar="FORMAT")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--published", metavar="DATE", required=True, help="Date on which the file was published."
)
@click.option("--url", default="", help="Address from which the file was downloaded.")
@click.option("--dry-run", is_flag=True, help="Show the rows without appending them.")
@click.option("--yes", is_flag=True, help="Append rows also if the file may be damaged.")
@click.pass_obj
def import_file(
    config: Config,
    *,
    name: str,
    files: tuple[Path, ...],
    published: str,
    url: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Append new claims from a publisher's file to the ledgers.

    A claim that is already recorded is skipped. A different number for the same question and
    period becomes a revision. A claim that is no longer in the file is reported, and its figure
    stays unchanged. If the file has an error, no row is appended.

    Lists each warning on a new row, also if a note explains it. Stops if the file may be damaged:
    if many totals fall, if a total falls to a tenth or to nothing, if a number is revised by a
    factor of ten, or if the series of two belligerents change places. A terminal then asks for a
    confirmation; --yes gives it.

    datasets/ledgers/README.md lists the values of FORMAT and what each format leaves out. The terms
    of IOM (format dtm) allow neither redistribution nor derivative works: import its tables only
    into ledgers that stay with you.

    \b
    Examples:
      flask figures import oryx daily_count.csv --published 2026-08-08 --dry-run
      flask figures import ucdp organizedviolencecy_v25_1.csv --published 2025-06-11 \\
          --url https://example.org/organizedviolencecy_v25_1.csv
    """
    from datasets.curation.importers.format import Document
    from datasets.curation.importers.pipeline import write
    from datasets.curation.importers.registry import FORMATS
    from datasets.curation.importers.warnings import review_of

    if name not in FORMATS:
        raise click.BadParameter(f"'{name}' is not one of {', '.join(FORMATS)}")
    plan = _import_plan(config, FORMATS[name], files, Document(published, url))
    review = review_of(plan, today())
    _print_plan(plan, review)
    if plan.errors:
        print_findings(plan.errors[:MAX_LISTED])
        raise click.ClickException(f"{pluralize(len(plan.errors), 'error')}; no row was appended")
    stop_at_dangers(review, dry_run=dry_run, yes=yes)
    if not dry_run:
        write(plan, config.datasets)
    if len(plan.rows):
        print_next_step(AFTER_DRY_RUN if dry_run else AFTER_IMPORT)


def today() -> date:
    return datetime.now(UTC).date()


def _all(config: Config, base: str | None) -> "tuple[Sequence[Finding], int]":
    """The findings on all rows, and the number of rows of the ledgers. Raises ValueError."""
    from datasets.curation.ledger_files import folder_at, folder_at_revision
    from datasets.curation.validation.context import ValidationContext
    from datasets.curation.validation.rules import findings

    folder = folder_at(config.datasets)
    base_folder = folder_at_revision(config.datasets, base) if base else None
    return findings(ValidationContext(folder, base_folder, today())), len(folder.rows)


def _changed(config: Config, base: str) -> "tuple[Sequence[Finding], int]":
    """The findings on changed and affected rows, and the number of changed rows.

    Raises ValueError.
    """
    from datasets.curation.folder_files import files_at, files_at_revision
    from datasets.curation.validation.changes import changed_lines, findings_of_change

    files, base_files = files_at(config.datasets), files_at_revision(config.datasets, base)
    touched = changed_lines(files, base_files)
    results = findings_of_change(files, touched, today(), base_files)
    return results, sum(map(len, touched.values()))


def _print_counts(rows: int, errors: int, warnings: int) -> None:
    counts = f"{pluralize(errors, 'error')}, {pluralize(warnings, 'warning')} without a note"
    click.echo(f"{pluralize(rows, 'row')} checked: {counts}", err=True)
    print_next_step(AFTER_CHECK[errors > 0, warnings > 0])


def _import_plan(
    config: Config, format_: "Format", files: tuple[Path, ...], document: "Document"
) -> "ImportPlan":
    """Read the files and compare them with the ledgers. Raises ClickException for a bad file."""
    from datasets.curation.importers.pipeline import ConflictError, UnknownMetricError, plan_of
    from datasets.curation.importers.source_files import UpstreamError
    from datasets.curation.ledger_files import folder_at

    folder = folder_at(config.datasets)
    try:
        with progress_bar(None, 2, "importing") as progress:
            claims = format_.read(files, document, folder)
            progress.update(1)
            plan = plan_of(folder, claims, today())
            progress.update(1)
    except (UpstreamError, ConflictError, UnknownMetricError) as error:
        raise click.ClickException(f"{error}; no row was appended") from None
    return plan


def _print_plan(plan: "ImportPlan", review: "ImportReview") -> None:
    """Print the first rows of an import as a table, then its warnings and counts."""
    if len(plan.rows):
        click.echo(rows_table(review, MAX_LISTED))
    if len(plan.rows) > MAX_LISTED:
        click.echo(f"… the first {MAX_LISTED} of {pluralize(len(plan.rows), 'row')}")
    print_warnings(review)
    counts = Counter(zip(plan.rows["dataset"], plan.rows["change"], strict=True))
    for (dataset, change), count in sorted(counts.items()):
        click.echo(f"{dataset}: {count} {change}")
    click.echo(f"unchanged: {plan.unchanged}")
    for reason, count in plan.skipped.items():
        click.echo(f"left out: {count} ({reason})")
    if plan.missing_upstream:
        ids = ", ".join(plan.missing_upstream[:MAX_LISTED])
        click.echo(f"no longer in the file, left unchanged: {len(plan.missing_upstream)} ({ids})")


# By whether there are errors, and whether there are warnings.
AFTER_CHECK: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {
        (True, True): "correct the errors, then run flask figures check again",
        (True, False): "correct the errors, then run flask figures check again",
        (False, True): "explain each warning in the note of its row, or run flask figures build",
        (False, False): "run flask figures build",
    }
)
AFTER_DRY_RUN = "no row was appended; run the command without --dry-run to append these rows"
AFTER_IMPORT = "run flask figures check, then commit datasets/"
