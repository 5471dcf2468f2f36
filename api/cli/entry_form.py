"""Cells of a ledger row from the options of a command, or from prompts in a terminal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import click

from datasets.curation.codes import AmbiguousCodeError, CodeError, Row, code_of, rows_of_table
from datasets.curation.entries import new_source
from datasets.curation.folder_files import REFERENCES, FolderFiles
from datasets.curation.printed import day_of, number_of, quantifier_in, quantifier_of

Convert = Callable[[str], str]

# The reference table of each option that is a code.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "claimant": "actors",
        "metric": "metrics",
        "subject": "actors",
        "place": "places",
        "derived_from": "actors",
        "publisher": "actors",
    }
)
NUMBERS: Mapping[str, str] = MappingProxyType(
    {"value": "value", "lower": "value_lower", "upper": "value_upper"}
)
NEW_SOURCE = ("publisher", "published", "title")  # required for a document that is not recorded
WITH_DEFAULT = {"said", "hedge"}

PROMPTS: Mapping[str, str] = MappingProxyType(
    {
        "source": "Address of the document, or id of its source",
        "publisher": "Publisher of the document",
        "published": "Day of publication",
        "title": "Title, in a few words of your own",
        "language": "Language of the document",
        "archive_url": "Address of an archived copy, empty for none",
        "claimant": "Claimant: who says it",
        "said": "Day on which the claimant said it",
        "metric": "Metric: what is counted",
        "subject": "Subject: whom the number is about",
        "place": "Place, as claimed",
        "period": "Period: when it was true",
        "wording": "Wording: the few words that state the number",
        "hedge": "Hedge, as printed",
        "value": "Number, as printed",
        "lower": "Lower end of the range",
        "upper": "Upper end of the range",
        "note": "Note",
    }
)


@dataclass(frozen=True)
class Document:
    """The source of a row: its id and day, and the row to add if it is new."""

    source_id: str
    published: str
    new_row: Row | None


@dataclass(frozen=True)
class EntryForm:
    """The options of a command by name, and those that it asks for.

    In a terminal (``interactive``), the user is prompted for an asked option that is missing, and
    the ``answers`` are recorded.
    """

    files: FolderFiles
    options: Mapping[str, str | None]
    questions: frozenset[str]
    interactive: bool
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        """Command line options with the options and the answers, to run the command again."""
        options = {name: text for name, text in self.options.items() if text is not None}
        return [
            part for name, text in (options | self.answers).items() for part in (_flag(name), text)
        ]

    def cells(self, previous: Row) -> tuple[dict[str, str], Row | None]:
        """The cells of a ledger row that are stated, and the row of a new source.

        Raises click.UsageError for an option that is missing or cannot be converted.
        """
        self._require(self.questions - WITH_DEFAULT - self._implied())
        document = self._document(previous)
        cells = {"source": document.source_id}
        cells |= self._codes("claimant") | self._claim_day(document)
        cells |= self._codes("metric", "subject", "place")
        cells |= self._text_cell("period", cells.get("claimed_on")) | self._text_cell("wording")
        cells |= self._number(cells.get("wording", ""), previous)
        cells |= self._text_cell("basis") | self._text_cell("verification")
        cells |= self._codes("derived_from") | self._via()
        note = self.text("note") if self._wants("note") else ""
        cells["note"] = f"{cells.get('note', '')} {note}".strip()
        return cells, document.new_row

    def text(self, name: str, convert: Convert = str.strip, default: str | None = None) -> str:
        """The converted text of an option, of an answer, or of the default.

        Raises click.BadParameter for an option that cannot be converted.
        """
        option = self.options.get(name)
        if option is None and self.interactive:
            answer: str = click.prompt(
                PROMPTS[name], default, value_proc=_retried(convert), show_default=bool(default)
            )
            self.answers[name] = answer
            return answer
        try:
            return convert(option if option is not None else default or "")
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint=_flag(name)) from None

    def _has(self, name: str) -> bool:
        return self.options.get(name) is not None

    def _wants(self, name: str) -> bool:
        return name in self.questions or self._has(name)

    def _implied(self) -> set[str]:
        """A range stands in the place of a value."""
        return {"value"} if self._has("lower") and self._has("upper") else set()

    def _require(self, names: Iterable[str]) -> None:
        """Raise UsageError with all options that are missing, if nobody can be asked."""
        missing = [_flag(name) for name in PROMPTS if name in names and not self._has(name)]
        if missing and not self.interactive:
            raise click.UsageError(f"missing {', '.join(missing)}; a terminal would ask for them")

    def _codes(self, *names: str) -> dict[str, str]:
        return {name: self._code(name, CODES[name]) for name in names if self._wants(name)}

    def _code(self, name: str, table: str) -> str:
        rows = self._rows(table)
        return self.text(name, lambda text: code_of(table, rows, text))

    def _text_cell(self, name: str, default: str | None = None) -> dict[str, str]:
        return {name: self.text(name, default=default)} if self._wants(name) else {}

    def _via(self) -> dict[str, str]:
        if not self._has("via"):
            return {}
        rows = self._rows("actors")
        return {"via": self.text("via", lambda text: _codes_of(rows, text))}

    def _rows(self, table: str) -> list[Row]:
        return rows_of_table(self.files.contents[REFERENCES[table]])

    def _document(self, previous: Row) -> Document:
        """The source with the id or address, a new source, or the source of the last revision."""
        rows = self._rows("sources")
        source = previous.get("source", "")
        if self._wants("source"):
            source = self.text("source", lambda text: _known_source(rows, text))
        known = next((row for row in rows if row["source_id"] == source), None)
        if known is None:
            return self._new_document(source)
        if self.interactive and self._wants("source"):
            click.echo(f"{source}: {known['title']}, {known['published']}")
        return Document(source, known["published"], None)

    def _new_document(self, url: str) -> Document:
        self._require(NEW_SOURCE)
        publisher = self._code("publisher", "actors")
        published, month = day_of(self.text("published", _checked_day), "")
        row = {
            "publisher": publisher,
            "title": self.text("title"),
            "published": published,
            "url": url,
            "archive_url": self.text("archive_url", default=""),
            "language": self.text("language", default="en"),
            "note": f"Published in {month}; no day is given." if month else "",
        }
        row = dict(new_source(self.files, row))
        return Document(row["source_id"], published, row)

    def _claim_day(self, document: Document) -> dict[str, str]:
        """The day of the claim, with a note if only its month is known."""
        if not self._wants("said"):
            return {}
        day, month = day_of(self.text("said", _checked_day, document.published), document.published)
        note = f"Said in {month}; the source gives no day." if month else ""
        return {"claimed_on": day, "note": note}

    def _number(self, wording: str, previous: Row) -> dict[str, str]:
        """The cells of the hedge and the number. A range without a value means `between`."""
        stated = {name for name in NUMBERS if self._has(name)}
        if not stated and not self._wants("value") and not self._wants("hedge"):
            return {}
        usual = quantifier_in(wording) or previous.get("quantifier") or "unqualified"
        if stated == {"lower", "upper"}:
            usual = "between"
        elif "value" in stated and usual == "between":
            usual = "unqualified"
        hedge = self.text("hedge", quantifier_of, usual)
        if not stated and self._wants("value"):
            stated = {"lower", "upper"} if hedge == "between" else {"value"}
            self._require(stated)
        numbers = {
            column: self.text(name, _plain_number) if name in stated else ""
            for name, column in NUMBERS.items()
        }
        return {"quantifier": hedge, **(numbers if stated else {})}


def _known_source(rows: list[Row], text: str) -> str:
    """The id of a recorded source, or an address that is not recorded."""
    try:
        return code_of("sources", rows, text)
    except AmbiguousCodeError:
        raise
    except CodeError:
        if text.strip().startswith(("http://", "https://")):
            return text.strip()
        raise


def _checked_day(text: str) -> str:
    day_of(text, "")
    return text.strip()


def _plain_number(text: str) -> str:
    return number_of(text) if text.strip() else ""


def _codes_of(rows: list[Row], text: str) -> str:
    names = (name for name in text.split(";") if name.strip())
    return ";".join(code_of("actors", rows, name) for name in names)


def _retried(convert: Convert) -> Convert:
    """Convert an answer; click asks again after a UsageError."""

    def convert_answer(text: str) -> str:
        try:
            return convert(text)
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    return convert_answer


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
