"""The validation rules: one table of code, level, title and check."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial

from datasets.curation.validation import cells, history, references, rows, wording
from datasets.curation.validation.context import Location, ValidationContext

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A validation rule. A note in a row suppresses its warnings, but not its errors."""

    code: str
    level: str
    title: str
    check: Callable[[ValidationContext], Iterable[Location]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation of a rule. Prints as ``file:line: rule column: message``."""

    file: str
    line: int
    rule: str
    level: str
    column: str
    message: str

    def __str__(self) -> str:
        column = f" {self.column}" if self.column else ""
        return f"{self.file}:{self.line}: {self.rule}{column}: {self.message}"

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


RULES = (
    Rule(
        "V01", ERROR, "encoding, line ends, final newline", partial(cells.file_format, rule="V01")
    ),
    Rule("V02", ERROR, "header", partial(cells.file_format, rule="V02")),
    Rule("V03", ERROR, "required cell", cells.required_cells),
    Rule("V04", ERROR, "stray blanks", cells.stray_blanks),
    Rule("V05", ERROR, "code lists", partial(cells.cell_format, rule="V05")),
    Rule("V06", ERROR, "slug", partial(cells.cell_format, rule="V06")),
    Rule("V07", ERROR, "key", cells.unique_ids),
    Rule("V08", ERROR, "id belongs to file", cells.id_prefix),
    Rule("V09", ERROR, "foreign key", cells.foreign_keys),
    Rule("V10", ERROR, "metric in dataset", rows.metric_in_dataset),
    Rule("V11", ERROR, "via entries", cells.via_entries),
    Rule("V12", ERROR, "number format", partial(cells.cell_format, rule="V12")),
    Rule("V13", ERROR, "countable unit", rows.whole_counts),
    Rule("V14", ERROR, "range", rows.range_ends),
    Rule("V15", ERROR, "range with other hedges", rows.range_allowed_by_hedge),
    Rule("V16", ERROR, "zero", rows.less_than_zero),
    Rule("V17", ERROR, "date", partial(cells.cell_format, rule="V17")),
    Rule("V18", ERROR, "EDTF", partial(cells.cell_format, rule="V18")),
    Rule("V19", ERROR, "order", rows.period_order),
    Rule("V20", ERROR, "unknown start", rows.unknown_start),
    Rule("V21", ERROR, "future", rows.future_period),
    Rule("V22", ERROR, "claim and document", rows.claim_after_document),
    Rule("V23", ERROR, "document and record", rows.record_before_document),
    Rule("V24", ERROR, "record in the future", rows.record_in_future),
    Rule("V25", ERROR, "vintages frozen", history.recorded_after_base),
    Rule("V26", ERROR, "ledger", history.unchanged_lines),
    Rule("V27", ERROR, "first revision", history.first_revision),
    Rule("V28", ERROR, "sequence", history.revision_sequence),
    Rule("V29", ERROR, "reason", history.revision_note),
    Rule("V30", ERROR, "after retraction", history.nothing_after_retraction),
    Rule("V31", ERROR, "revised is same question", history.same_question),
    Rule("V32", ERROR, "natural key", history.unique_claims),
    Rule("V32", WARNING, "another number for a question", history.rival_numbers),
    Rule("V33", ERROR, "wording holds the number", wording.number_in_wording),
    Rule("V34", ERROR, "wording length", partial(cells.cell_format, rule="V34")),
    Rule("V35", WARNING, "hedge left behind", wording.hedge_of_wording),
    Rule("V36", WARNING, "hedge invented", wording.hedge_in_wording),
    Rule("V37", WARNING, "falling total", history.falling_totals),
    Rule("V38", WARNING, "sudden jump", history.sudden_jumps),
    Rule("V39", WARNING, "own voice", rows.publisher_as_claimant),
    Rule("V40", WARNING, "range order", rows.value_within_range),
    Rule("V41", WARNING, "archive", references.archive_url),
    Rule("V42", ERROR, "reference ids", references.permanent_ids),
    Rule("V43", ERROR, "metric frozen", references.unchanged_metrics),
    Rule("V44", ERROR, "components", references.metric_components),
    Rule("V45", ERROR, "place tree", references.place_tree),
    Rule("V46", ERROR, "coordinates", partial(cells.cell_format, rule="V46")),
    Rule("V46", ERROR, "whole point and its origin", references.points),
    Rule("V47", WARNING, "unused row", references.unused_rows),
    Rule("V48", ERROR, "descriptor", references.files_in_descriptor),
    Rule("V49", ERROR, "claim before its document", rows.claim_before_document),
    Rule("V50", WARNING, "unit in the wording", wording.unit_in_wording),
    Rule("V51", ERROR, "phrase of a metric", partial(cells.cell_format, rule="V51")),
    Rule("V52", ERROR, "sides and days of a conflict", references.conflicts),
    Rule("V53", ERROR, "address, cadence and sources", partial(cells.cell_format, rule="V53")),
    Rule("V54", ERROR, "host and sources of a feed", references.feeds),
)


def findings(context: ValidationContext) -> tuple[Finding, ...]:
    """All violations, sorted by file, line and rule."""
    with_note = _lines_with_note(context)
    results = [
        Finding(
            location.file, location.line, rule.code, rule.level, location.column, location.message
        )
        for rule in RULES
        for location in rule.check(context)
        if rule.level == ERROR or (location.file, location.line) not in with_note
    ]
    return tuple(sorted(results, key=lambda finding: (finding.file, finding.line, finding.rule)))


def _lines_with_note(context: ValidationContext) -> frozenset[tuple[str, int]]:
    return frozenset(
        (table.file, int(line))
        for table in context.folder.tables
        if "note" in table.frame
        for line in table.frame.index[table.frame["note"] != ""]
    )
