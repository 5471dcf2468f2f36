"""The page of a comparison: what each claimant says on one question, and what can both be true."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.comparison import Compared, compared_claims
from api.config import Config
from api.parameters.parser import parse_args
from api.parameters.schemas import QUESTION_PARAMETERS, comparison_parameters
from api.questions import question_title
from api.responses import urls
from datasets.claims.comparisons import Verdict
from datasets.release.queries.catalog import related_metrics
from datasets.release.release import Release
from datasets.release.store.releases import Releases

PARAMETERS = comparison_parameters()
DEFAULT_SORT = ("-value",)

# The columns by which the table is sorted, with the order of the first click.
SORTS: Mapping[str, str] = MappingProxyType(
    {"claimant": "claimant", "value": "-value", "period_end": "-period_end",
     "claimed_on": "-claimed_on"}
)  # fmt: skip

# A verdict on a claim and the newest one, for readers.
VERDICT_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "compatible": "Both can be true",
        "conflicting": "Not both can be true",
        "indeterminate": "Cannot be decided",
        "not-comparable": "Not comparable",
        "not-independent": "Not independent",
        "same-claimant": "Another number of the same claimant",
    }
)

Row = dict[str, Any]


def compare(releases: Releases, config: Config) -> ResponseReturnValue:
    """One question: the latest figure of each claimant until a day, as a table and a picture."""
    release = releases.current
    args = parse_args(PARAMETERS(), releases)
    compared = compared_claims(release, args)
    sort = args.get("sort", DEFAULT_SORT)
    newest = next((claim.id for claim in compared.comparison.current), None)
    question = {name: args[name] for name in QUESTION_PARAMETERS}
    query = urls.relative_url("", {"sort": None if sort == DEFAULT_SORT else ",".join(sort)})
    return render_template(
        "compare.html",
        title=question_title(release, *question.values()),
        compared=compared,
        rows=[
            {**row, "why": _reason(compared, row["id"], newest)}
            for row in compared.rows_of_claims(sort)
        ],
        newest=compared.rows.get(newest or ""),
        verdict_texts=VERDICT_TEXTS,
        sorts={name: _sort_link(name, sort) for name in SORTS},
        question=question,
        question_query=urlencode(question),
        query=query,
        image=f"{urls.base_url(config)}/v1/comparisons.svg{query}",
        related=_related(release, question),
        release=release,
    )


def _reason(compared: Compared, claim: str, newest: str | None) -> Verdict | None:
    """The verdict on a claim and the newest one; none on the newest one itself."""
    pair = {claim, newest}
    verdicts = compared.comparison.verdicts
    return next((entry for entry in verdicts if {entry.first, entry.second} == pair), None)


def _sort_link(name: str, sort: tuple[str, ...]) -> Row:
    """The address of the table sorted by a column, and the order it has now, if it is by this."""
    first = SORTS[name]
    other = first.removeprefix("-") if first.startswith("-") else f"-{first}"
    chosen = other if sort == (first,) else first
    orders = {name: "ascending", f"-{name}": "descending"}
    order = orders.get(sort[0]) if len(sort) == 1 else None
    return {"address": urls.relative_url(request.path, {"sort": chosen}), "order": order}


def _related(release: Release, question: Mapping[str, str]) -> list[Row]:
    """The same question on the parts of the metric, and on the metrics it is a part of."""
    return [
        {
            "title": question_title(release, metric, question["subject"], question["place"]),
            "query": urlencode({**question, "metric": metric}),
        }
        for _, metric in related_metrics(release, question["metric"])
    ]
