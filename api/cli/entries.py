"""Commands on one figure: ``add``, ``revise``, ``correct`` and ``retract``."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from api.cli.ledgers import today
from api.cli.output import fit_to_width, pluralize, print_findings, print_next_step
from api.config import Config

# Importing pandas takes a second, and a server never needs it: the commands import it when run.
if TYPE_CHECKING:
    from api.cli.entry_form import EntryForm
    from datasets.curation.entries import Entry
    from datasets.curation.folder_files import FolderFiles

Command = Callable[..., None]

QUESTION_OPTIONS = {
    "--metric": "What is counted: code or name.",
    "--subject": "Whom the number is about: code or name.",
    "--place": "Place as claimed: code, name or ISO code.",
    "--period": "When it was true: 2024-08-19, 2024-08 or 2022-02-24/2024-08-19.",
    "--claimant": "Who asserts the number: code or name.",
}
NUMBER_OPTIONS = {
    "--value": "Number as printed: 53,000 or 0.6 million.",
    "--lower": "Lower end of a stated range.",
    "--upper": "Upper end of a stated range.",
    "--hedge": "Hedge as printed: about, more than, at least, up to. Default: from the wording.",
}
DOCUMENT_OPTIONS = {
    "--said": "Day on which the claimant said it. Default: the day of publication.",
    "--source": "Address of the document, or id of its source.",
    "--publisher": "Publisher of a new document: code or name.",
    "--published": "Day on which a new document was published.",
    "--title": "Title of a new document, in a few words.",
    "--language": "Language of a new document. Default: en.",
    "--archive-url": "Address of an archived copy of a new document.",
    "--wording": "The few words that state the number, as printed.",
}
OTHER_OPTIONS = {
    "--via": "Outlets that relayed the claim, separated by semicolons.",
    "--basis": "How the claimant came by the number. Default: stated.",
    "--verification": "What the source says about verification. Default: unstated.",
    "--derived-from": "Claimant whose figures the claim rests on.",
}
ADD_QUESTIONS = frozenset(
    {"source", "claimant", "said", "metric", "subject", "place", "period", "wording", "hedge",
     "value"}
)  # fmt: skip
REVISE_QUESTIONS = frozenset({"source", "said", "wording", "hedge", "value", "note"})
CORRECT_QUESTIONS = frozenset({"note"})
RETRACT_QUESTIONS = frozenset({"source", "said", "note"})
NOTE_OPTION = {"--note": "Reason of a revision, or explanation of a warning."}


def options(*groups: dict[str, str]) -> Callable[[Command], Command]:
    """Add text options and ``--yes`` to a command."""

    def decorate(command: Command) -> Command:
        command = click.option("--yes", is_flag=True, help="Write without a confirmation.")(command)
        texts = [item for group in groups for item in group.items()]
        for name, text in reversed(texts):
            command = click.option(name, metavar="TEXT", help=text)(command)
        return command

    return decorate


@click.command()
@options(QUESTION_OPTIONS, NUMBER_OPTIONS, DOCUMENT_OPTIONS, OTHER_OPTIONS, NOTE_OPTION)
@click.pass_obj
def add(config: Config, /, *, yes: bool, **texts: str | None) -> None:
    """Add a figure to its ledger.

    In a terminal, asks for the options that are missing. Checks the row and all rows that it can
    affect, shows the statement that will be published, and writes after a confirmation. If an
    error is found, nothing is written. A document that is not recorded yet becomes a source.

    \b
    Examples:
      flask figures add
      flask figures add --metric killed --subject "armed forces of Russia" --place ru-kursk \\
          --period 2024-08-19 --value 1,200 --hedge "more than" \\
          --claimant "Government of Ukraine" --said 2024-08-20 \\
          --source https://example.org/news/1 --publisher "Associated Press" \\
          --published 2024-08-20 --title "Losses in Kursk" \\
          --wording "more than 1,200 soldiers were killed" --yes
    """
    from datasets.curation.entries import new_figure

    files = _files(config)
    form = _form(files, ADD_QUESTIONS, texts)
    cells, source = form.cells({})
    cells["recorded_on"] = today().isoformat()
    _review(form, lambda note: new_figure(files, {**cells, "note": note}, source), cells, yes=yes)


@click.command()
@click.argument("figure_id", metavar="ID")
@options(NUMBER_OPTIONS, DOCUMENT_OPTIONS, OTHER_OPTIONS, NOTE_OPTION)
@click.pass_obj
def revise(config: Config, /, *, figure_id: str, yes: bool, **texts: str | None) -> None:
    """Add a revision: the claimant now gives another number.

    Repeats the record with the changes, shows the old and the new cells, and writes after a
    confirmation. The question and the period stay the same: a number for a later date is a new
    figure. The note says what the claimant changed.

    \b
    Example:
      flask figures revise losses-0004 --value 625,270 --said 2024-09-09 \\
          --source general-staff-2024-09-09 --wording "personnel 625,270" \\
          --note "The next bulletin gives another total for the day."
    """
    _add_revision(config, figure_id, "revised", REVISE_QUESTIONS, texts, yes=yes)


@click.command()
@click.argument("figure_id", metavar="ID")
@options(QUESTION_OPTIONS, NUMBER_OPTIONS, DOCUMENT_OPTIONS, OTHER_OPTIONS, NOTE_OPTION)
@click.pass_obj
def correct(config: Config, /, *, figure_id: str, yes: bool, **texts: str | None) -> None:
    """Add a correction: the record was wrong.

    Repeats the record with the changes, shows the old and the new cells, and writes after a
    confirmation. The note says what was wrong, or which document is nearer the claimant.

    \b
    Example:
      flask figures correct losses-0006 --place ru \\
          --note "The governor spoke of the whole country."
    """
    _add_revision(config, figure_id, "corrected", CORRECT_QUESTIONS, texts, yes=yes)


@click.command()
@click.argument("figure_id", metavar="ID")
@options(DOCUMENT_OPTIONS, NOTE_OPTION)
@click.pass_obj
def retract(config: Config, /, *, figure_id: str, yes: bool, **texts: str | None) -> None:
    """Add a retraction: the claimant withdrew the number.

    Repeats the record, shows the old and the new cells, and writes after a confirmation. The
    figure stays visible in the history. The note says why it was withdrawn.

    \b
    Example:
      flask figures retract losses-0004 --said 2024-09-09 \\
          --source general-staff-2024-09-09 --note "The claimant withdrew the bulletin."
    """
    _add_revision(config, figure_id, "retracted", RETRACT_QUESTIONS, texts, yes=yes)


def _add_revision(
    config: Config,
    figure_id: str,
    change: str,
    questions: frozenset[str],
    texts: Mapping[str, str | None],
    *,
    yes: bool,
) -> None:
    from datasets.curation.entries import UnknownFigureError, last_revision, next_revision

    files = _files(config)
    try:
        previous = last_revision(files, figure_id)
    except UnknownFigureError as error:
        raise click.BadParameter(str(error), param_hint="ID") from None
    form = _form(files, questions, texts)
    cells, source = form.cells(previous)
    cells |= {"change": change, "recorded_on": today().isoformat()}
    _review(
        form, lambda note: next_revision(files, previous, {**cells, "note": note}, source), cells,
        yes=yes,
    )  # fmt: skip


def _files(config: Config) -> "FolderFiles":
    from datasets.curation.folder_files import files_at

    return files_at(config.datasets)


def _form(
    files: "FolderFiles", questions: frozenset[str], texts: Mapping[str, str | None]
) -> "EntryForm":
    from api.cli.entry_form import EntryForm

    return EntryForm(files, texts, questions, sys.stdin.isatty())


def _review(
    form: "EntryForm", entry_with: Callable[[str], "Entry"], cells: Mapping[str, str], *, yes: bool
) -> None:
    """Check an entry, show it, and write it after a confirmation."""
    from datasets.curation.entries import ConcurrentChangeError, write

    entry = _valid_entry(form, entry_with, cells["note"])
    _print_entry(form.files, entry)
    if not yes and not form.interactive:
        raise click.ClickException(f"no terminal to confirm in: add --yes; {UNCHANGED}")
    if not yes and not click.confirm("Write it?", default=True):
        raise click.ClickException(UNCHANGED)
    try:
        write(form.files, entry)
    except (ConcurrentChangeError, OSError) as error:
        raise click.ClickException(f"{error}; {UNCHANGED}") from None
    click.echo(f"wrote {entry.row['figure_id']} revision {entry.row['revision']}")
    print_next_step(AFTER_WRITE)


def _valid_entry(form: "EntryForm", entry_with: Callable[[str], "Entry"], note: str) -> "Entry":
    """The entry without errors, and with a note if it has warnings.

    Prints all findings. Raises ClickException for errors, and for warnings that have no note.
    """
    from datasets.curation.entries import files_with
    from datasets.curation.validation.changes import findings_of_change

    while True:
        entry = entry_with(note)
        findings = findings_of_change(files_with(form.files, entry), entry.touched, today())
        print_findings(findings)
        errors = sum(finding.level == "error" for finding in findings)
        if errors:
            _print_command(form)
            raise click.ClickException(f"{pluralize(errors, 'error')}; {UNCHANGED}")
        own = [
            finding
            for finding in findings
            if finding.line in entry.touched.get(finding.file, ())
            and finding.file in form.files.ledgers.values()
        ]
        if not own:
            return entry
        if not form.interactive:
            warnings = pluralize(len(own), "warning")
            raise click.ClickException(f"{warnings}; explain with --note; {UNCHANGED}")
        note = f"{note} {click.prompt('Note that explains it')}".strip()


def _print_command(form: "EntryForm") -> None:
    """Print the command with all answers, so that none has to be typed again."""
    if form.answers:
        context = click.get_current_context()
        figure_id = context.params.get("figure_id")
        arguments = [*([figure_id] if figure_id else []), *form.arguments]
        print_next_step(f"correct and run: {context.command_path} {shlex.join(arguments)}")


def _print_entry(files: "FolderFiles", entry: "Entry") -> None:
    """Print the statement, the cells of the row or their changes, and a new source."""
    from datasets.curation.entries import files_with
    from datasets.release.compiler.preview import statement_of_row

    click.echo(f"\n{statement_of_row(files_with(files, entry), entry.row)}\n")
    if entry.previous is None:
        _print_cells([("column", "cell"), *_filled(entry.row)])
    else:
        changes = [
            (name, entry.previous[name], cell)
            for name, cell in entry.row.items()
            if cell != entry.previous[name]
        ]
        _print_cells([(entry.row["figure_id"], "old", "new"), *changes])
    if entry.source is not None:
        click.echo()
        _print_cells([("new source", "cell"), *_filled(entry.source)])
    click.echo()


def _print_cells(rows: Sequence[Sequence[str]]) -> None:
    """Print rows as aligned columns, uncut: they are to be compared with the document."""
    click.echo("\n".join(fit_to_width(rows, None)))


def _filled(row: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, cell) for name, cell in row.items() if cell]


UNCHANGED = "nothing was written"
AFTER_WRITE = "commit datasets/, or add the next figure"
