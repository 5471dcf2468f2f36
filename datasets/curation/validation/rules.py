"""The rules that a ledger must pass: one table of code, level, title and check."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial

from datasets.curation.validation import cells, history, references, rows
from datasets.curation.validation.context import Location, ValidationContext

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. The note of a row answers its warnings; nothing answers its errors."""

    code: str
    level: str
    title: str
    check: Callable[[ValidationContext], Iterable[Location]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken somewhere."""

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
    Rule("V01", ERROR, "encoding, line ends, final newline", partial(cells.file_fault, rule="V01")),
    Rule("V02", ERROR, "header", partial(cells.file_fault, rule="V02")),
    Rule("V03", ERROR, "required cell", cells.required),
    Rule("V04", ERROR, "stray blanks", cells.stray_blanks),
    Rule("V05", ERROR, "code lists", partial(cells.cell_fault, rule="V05")),
    Rule("V06", ERROR, "slug", partial(cells.cell_fault, rule="V06")),
    Rule("V07", ERROR, "key", cells.key),
    Rule("V08", ERROR, "id belongs to file", cells.id_of_file),
    Rule("V09", ERROR, "foreign key", cells.foreign_key),
    Rule("V10", ERROR, "metric in dataset", rows.metric_in_dataset),
    Rule("V11", ERROR, "via entries", cells.via_entries),
    Rule("V12", ERROR, "number format", partial(cells.cell_fault, rule="V12")),
    Rule("V13", ERROR, "countable unit", rows.countable),
    Rule("V14", ERROR, "range", rows.stated_range),
    Rule("V15", ERROR, "range with other hedges", rows.range_with_hedge),
    Rule("V16", ERROR, "zero", rows.empty_zero),
    Rule("V17", ERROR, "date", partial(cells.cell_fault, rule="V17")),
    Rule("V18", ERROR, "EDTF", partial(cells.cell_fault, rule="V18")),
    Rule("V19", ERROR, "order", rows.period_order),
    Rule("V20", ERROR, "unknown start", rows.unknown_start),
    Rule("V21", ERROR, "future", rows.future_period),
    Rule("V22", ERROR, "claim and document", rows.claim_after_document),
    Rule("V23", ERROR, "document and record", rows.record_before_document),
    Rule("V24", ERROR, "record in the future", rows.record_in_future),
    Rule("V25", ERROR, "vintages frozen", history.frozen_vintages),
    Rule("V26", ERROR, "ledger", history.append_only),
    Rule("V27", ERROR, "first revision", history.first_revision),
    Rule("V28", ERROR, "sequence", history.sequence),
    Rule("V29", ERROR, "reason", history.reason),
    Rule("V30", ERROR, "after retraction", history.after_retraction),
    Rule("V31", ERROR, "revised is same question", history.revised_is_same_question),
    Rule("V32", ERROR, "natural key", history.natural_key),
    Rule("V33", ERROR, "wording holds the number", rows.wording_holds_number),
    Rule("V34", ERROR, "wording length", partial(cells.cell_fault, rule="V34")),
    Rule("V35", WARNING, "hedge left behind", rows.hedge_left_behind),
    Rule("V36", WARNING, "hedge invented", rows.hedge_invented),
    Rule("V37", WARNING, "falling total", history.falling_total),
    Rule("V38", WARNING, "sudden jump", history.sudden_jump),
    Rule("V39", WARNING, "own voice", rows.own_voice),
    Rule("V40", WARNING, "range order", rows.range_order),
    Rule("V41", WARNING, "archive", references.archive),
    Rule("V42", ERROR, "reference ids", references.ids_for_ever),
    Rule("V43", ERROR, "metric frozen", references.frozen_metric),
    Rule("V44", ERROR, "components", references.components),
    Rule("V45", ERROR, "place tree", references.place_tree),
    Rule("V46", ERROR, "coordinates", partial(cells.cell_fault, rule="V46")),
    Rule("V47", WARNING, "unused row", references.unused),
    Rule("V48", ERROR, "descriptor", references.descriptor),
)


def findings(review: ValidationContext) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of files, lines and rules."""
    answered = _noted(review)
    found = [
        Finding(spot.file, spot.line, rule.code, rule.level, spot.column, spot.message)
        for rule in RULES
        for spot in rule.check(review)
        if rule.level == ERROR or (spot.file, spot.line) not in answered
    ]
    return tuple(sorted(found, key=lambda finding: (finding.file, finding.line, finding.rule)))


def _noted(review: ValidationContext) -> frozenset[tuple[str, int]]:
    return frozenset(
        (table.file, int(line))
        for table in review.folder.tables
        if "note" in table.frame
        for line in table.frame.index[table.frame["note"] != ""]
    )
