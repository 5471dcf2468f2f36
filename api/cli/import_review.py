"""Output of the review of an import, and the stop before a file that may be damaged."""

import sys
from typing import TYPE_CHECKING

import click

from api.cli.output import pluralize, table

# Importing pandas takes a second, and a server never needs it: the commands import it when run.
if TYPE_CHECKING:
    from datasets.curation.importers.warnings import ImportReview

MAX_DANGERS = 20  # listed
ROW_COLUMNS = ["figure_id", "change", "metric", "subject", "place", "period", "quantifier"]
WARNING_COLUMNS = ("figure_id", "metric", "subject", "place", "former", "value", "rule", "warning")


def rows_table(review: "ImportReview", limit: int) -> str:
    """The first rows with their former and their new value."""
    rows = review.rows.head(limit)[[*ROW_COLUMNS, "former", "stated"]]
    return table([*ROW_COLUMNS, "former", "value"], rows.to_numpy().tolist())


def print_warnings(review: "ImportReview") -> None:
    """Print all warnings on new rows. A note of the row explains each of them."""
    if not review.warnings:
        return
    warnings = pluralize(len(review.warnings), "warning")
    click.echo(f'{warnings} that a note of the row explains ("So in the publisher\'s file: ..."):')
    cells = [
        (
            warning.figure_id, warning.metric, warning.subject, warning.place, warning.former,
            warning.value, warning.rule, warning.message,
        )
        for warning in review.warnings
    ]  # fmt: skip
    click.echo(table(WARNING_COLUMNS, cells))


def stop_at_dangers(review: "ImportReview", *, dry_run: bool, yes: bool) -> None:
    """Print the dangers, and ask for a confirmation in a terminal.

    Raises ClickException without ``yes`` if there is no confirmation.
    """
    for danger in review.dangers[:MAX_DANGERS]:
        click.secho(f"stop: {danger}", fg="red")
    if len(review.dangers) > MAX_DANGERS:
        click.echo(f"… the first {MAX_DANGERS} of {pluralize(len(review.dangers), 'sign')}")
    if not review.dangers or yes:
        return
    if not dry_run and sys.stdin.isatty() and click.confirm("Is the file right? Append its rows?"):
        return
    raise click.ClickException(
        "the file may be damaged; compare it with the publisher's page, then add --yes; "
        "no row was appended"
    )
