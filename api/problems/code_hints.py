"""Hints to codes: what an unknown text means, and which of these codes answer a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlencode

from datasets.model.name_matches import NamedCode
from datasets.model.search_text import search_key
from datasets.release.queries.code_names import REFERENCE_OF, codes_meant
from datasets.release.queries.figures import rows_by_code
from datasets.release.queries.filters import FILTERS
from datasets.release.queries.query import Query
from datasets.release.release import Release

MAX_HINTS = 3  # codes for a text, texts of a parameter, URLs
PARAMETERS = {filter_.parameter for filter_ in FILTERS} - {"dataset"}  # of every dataset

NOUNS: Mapping[str, str] = MappingProxyType({"within": "place", "claimant_side": "side"})
# How a figure relates to a code; of other filters it has the code.
RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "metric": "counts {}",
        "subject": "is about {}",
        "place": "is about {}",
        "within": "is about {} or a place inside it",
        "country": "is about {}",
        "claimant": "was claimed by {}",
        "publisher": "was published by {}",
        "source": "was read in {}",
    }
)


@dataclass(frozen=True, slots=True)
class CodeHint:
    """The meaning of a text as a code of a column: ``answering`` codes match rows, the best first.

    ``meant`` is the likeliest code if none of them matches a row.
    """

    text: str
    column: str
    answering: tuple[NamedCode, ...] = ()
    meant: NamedCode | None = None


def code_hints(
    release: Release, query: Query, column: str, texts: Sequence[str]
) -> tuple[CodeHint, ...]:
    """The hint for each text. ``query`` has the other conditions of the request.

    Only the first texts are looked up: a list of many may be an attack.
    """
    hints = (_code_hint(release, query, column, text) for text in texts[:MAX_HINTS])
    return (*hints, *(CodeHint(text, column) for text in texts[MAX_HINTS:]))


def hint_sentence(release: Release, query: Query, hints: Sequence[CodeHint]) -> str:
    """The hints as sentences about the parameter, without the last full stop."""
    clauses = [_clause(release, query, hint) for hint in hints]
    return " ".join(text if text.endswith("?") else f"{text}." for text in clauses).rstrip(".")


def urls_elsewhere(release: Release, query: Query, hints: Sequence[CodeHint]) -> tuple[str, ...]:
    """URLs that have an answer about a code without a row under the conditions of the request.

    These are the same dataset without the other conditions, the dataset with most rows under
    them, the one with most rows without them, and the search for the code.
    """
    if len(hints) != 1 or hints[0].meant is None:
        return ()
    column, code = hints[0].column, hints[0].meant
    here = tuple(pair for pair in query.conditions if pair[0] == "dataset")
    others = tuple(pair for pair in query.conditions if pair[0] != "dataset")
    condition = (column, (code.code,))
    queries = (
        Query((*here, condition)),
        replace(query, conditions=(*others, condition)),
        Query((condition,)),
    )
    urls = (_url_of_largest_dataset(release, other) for other in queries)
    table, _ = REFERENCE_OF.get(column, ("", ""))
    search = f"/v1/{table}?{urlencode({'q': code.name or code.code})}" if table else None
    return tuple(dict.fromkeys(filter(None, (*urls, search))))[:MAX_HINTS]


def _code_hint(release: Release, query: Query, column: str, text: str) -> CodeHint:
    groups = codes_meant(release, column, text)
    codes = [code.code for group in groups for code in group]
    rows = rows_by_code(release, query, column, codes) if codes else {}
    ranked = [
        sorted(group, key=lambda code: (-rows.get(code.code, 0), len(code.code)))
        for group in groups
    ]
    by_group = [tuple(code for code in group if code.code in rows) for group in ranked]
    answering = next(filter(None, by_group), ())[:MAX_HINTS]
    return CodeHint(text, column, answering, ranked[0][0] if ranked and not answering else None)


def _clause(release: Release, query: Query, hint: CodeHint) -> str:
    refused = f"'{hint.text}' is not a code of a {NOUNS.get(hint.column, hint.column)}"
    if hint.answering:
        return f"{refused}; did you mean {_listed(hint.answering)}?"
    if hint.meant is None:
        return refused
    dataset = _dataset_of(query)
    own = release.dataset_by_metric.get(hint.meant.code) if hint.column == "metric" else None
    is_code = hint.meant.code == hint.text
    if own and dataset and own != dataset:
        metric = f"'{hint.text}'" if is_code else f"{refused}; {code_label(hint.meant)}"
        return f"{metric} belongs to {own}, not to {dataset}; use /v1/{own}"
    figure = f"figure of {dataset}" if dataset else "figure"
    others = " that matches the other parameters" if _is_narrowed(query) else ""
    relation = RELATIONS.get(hint.column, "has {}")
    if is_code:
        return f"no {figure}{others} {relation.format(code_label(hint.meant))}"
    known = f"{refused}; {code_label(hint.meant)} is one"
    return f"{known}, but no {figure}{others} {relation.format('it')}"


def _url_of_largest_dataset(release: Release, query: Query) -> str | None:
    """The URL of the figures that match a query, in the dataset that has most of them."""
    datasets = sorted(set(release.dataset_by_metric.values()))
    rows = rows_by_code(release, query, "dataset", datasets)
    if not rows:
        return None
    vintages = {"as_of": query.as_of, "known_at": query.known_at}
    pairs = [
        *((name, ",".join(values)) for name, values in query.conditions if name in PARAMETERS),
        *((name, day.isoformat()) for name, day in vintages.items() if day),
    ]
    return f"/v1/{max(rows, key=rows.__getitem__)}?{urlencode(pairs, safe=',:/~')}"


def _dataset_of(query: Query) -> str:
    """The dataset that a query is bound to, or an empty text."""
    return next((values[0] for name, values in query.conditions if name == "dataset"), "")


def _is_narrowed(query: Query) -> bool:
    is_filtered = any(name != "dataset" for name, _ in query.conditions)
    return is_filtered or bool(query.as_of or query.known_at)


def _listed(codes: Sequence[NamedCode]) -> str:
    labels = [code_label(code) for code in codes]
    return " or ".join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)


def code_label(code: NamedCode) -> str:
    """A code with its name, unless they are the same words."""
    is_named = code.name and search_key(code.name) != search_key(code.code)
    return f"'{code.code}' ({code.name})" if is_named else f"'{code.code}'"
