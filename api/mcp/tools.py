"""The MCP tools: the API operation that each calls, and the result made from its response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Schema = dict[str, Any]
JsonObject = Mapping[str, Any]

# The columns of a figure without which its number must not be quoted.
QUOTED_COLUMNS = (
    "id", "revision", "statement", "text", "value", "value_lower", "value_upper", "unit",
    "quantifier", "metric", "metric_name", "subject", "subject_name", "place", "place_name",
    "period", "claimant", "claimant_name", "claimed_on", "stance", "basis", "verification",
    "derived_from", "publisher_name", "published", "url", "wording", "note",
)  # fmt: skip
REFERENCE_TABLES = ("actors", "metrics", "places", "sources", "conflicts", "feeds")
DEFAULT_LIMIT = 20
NO_ADDRESS = (
    "This service has no public address, because FIGURES_PUBLIC_URL is not set. Therefore "
    "`address` is missing, and citations contain only paths. Cite the `url` of the document "
    "instead."
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that an assistant may call.

    ``path`` is the path of an operation in the contract, ``parameters`` are the parameters of that
    operation that become arguments, and ``defaults`` replace the operation's own defaults.
    ``summarize`` makes the result from the response of the operation and the public URL of the
    service. ``result`` has the schema of each property of the result; a ``$ref`` in it names a
    schema of the contract.
    """

    name: str
    title: str
    description: str
    path: str
    parameters: tuple[str, ...]
    summarize: Callable[[JsonObject, str], dict[str, Any]]
    result: Mapping[str, Schema]
    defaults: tuple[tuple[str, Any], ...] = ()


def address_of(row: JsonObject, public_url: str) -> str | None:
    """The permanent URL of a revision of a figure, or None if there is no public URL."""
    return f"{public_url}/v1/figures/{row['id']}?revision={row['revision']}" if public_url else None


def _claim(row: JsonObject, public_url: str) -> dict[str, Any]:
    columns = {column: row[column] for column in QUOTED_COLUMNS}
    return {**columns, "address": address_of(row, public_url)}


def _codes(response: JsonObject, _public_url: str) -> dict[str, Any]:
    codes = [_code(row) for row in response["data"]]
    return {"codes": codes, "total": response["meta"]["total"], "hints": _hints(response)}


def _code(row: JsonObject) -> dict[str, Any]:
    code = next(value for name, value in row.items() if name.endswith("_id"))
    about = row.get("definition") or row.get("kind") or row.get("level") or row.get("url")
    name = row.get("name") or row["title"]
    return {"code": code, "name": name, "about": about, "figures": row["figures"]}


def _hints(response: JsonObject) -> list[str]:
    """Requests that would have an answer, if this one has none."""
    return [hint["detail"] for hint in response["meta"].get("hints", ())]


def _figures(response: JsonObject, public_url: str) -> dict[str, Any]:
    meta, rows = response["meta"], response["data"]
    next_offset = meta["offset"] + len(rows)
    remaining = meta["total"] - next_offset
    more = f"{remaining} more: use more filters, or offset={next_offset}"
    return {
        "figures": [_claim(row, public_url) for row in rows],
        "total": meta["total"],
        "open_bounds": meta["open_bounds"],
        "more": more if remaining > 0 else None,
        "hints": _hints(response),
        "notice": meta["notice"],
        "missing": None if public_url else NO_ADDRESS,
    }


def _comparison(response: JsonObject, public_url: str) -> dict[str, Any]:
    copied = ("question", "verdicts", "lowest", "highest", "ratio", "ratio_reason")
    return {
        **{name: response[name] for name in copied},
        "figures": [_claim(row, public_url) for row in response["claims"]],
        "hints": _hints(response),
        "notice": response["meta"]["notice"],
        "missing": None if public_url else NO_ADDRESS,
    }


def _citation(response: JsonObject, public_url: str) -> dict[str, Any]:
    return {
        **{name: response[name] for name in ("text", "apa", "bibtex", "release")},
        "address": response["address"] if public_url else None,
        "missing": None if public_url else NO_ADDRESS,
    }


def string_schema(description: str, *, nullable: bool = False) -> Schema:
    return {"type": ["string", "null"] if nullable else "string", "description": description}


def _array_schema(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


COUNT: Schema = {"type": "integer"}
NOTICE = string_schema("Notice on the meaning of the figures")
MISSING = string_schema("Reason why there is no address, if there is none", nullable=True)
HINTS = _array_schema({"type": "string"}, "What would answer, if nothing does")
FIGURES = _array_schema(
    _ref("claim"), "Claims. Quote each only with its claimant, hedge and address"
)

TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        tool.name: tool
        for tool in (
            Tool(
                name="search",
                title="Find a code by name",
                description=(
                    "Find the codes that the other tools require: codes of actors (claimants and "
                    "subjects), metrics (counted things), places, sources, conflicts (wars) and "
                    "feeds (files of publishers). Call this tool first. `figures` is the number of "
                    "figures that use a code."
                ),
                path="/v1/{kind}",
                parameters=("kind", "q"),
                summarize=_codes,
                result={
                    "codes": _array_schema(
                        {
                            "type": "object",
                            "properties": {
                                "code": string_schema("Code for the other tools"),
                                "name": string_schema("Name of the code"),
                                "about": string_schema("Definition or kind", nullable=True),
                                "figures": COUNT,
                            },
                            "required": ["code", "name", "about", "figures"],
                        },
                        "Matching codes, the most used first",
                    ),
                    "total": COUNT,
                    "hints": HINTS,
                },
                defaults=(("limit", DEFAULT_LIMIT),),
            ),
            Tool(
                name="figures",
                title="Reported figures",
                description=(
                    "Figures about armed conflict, as reported: losses, evacuations, displacement, "
                    "population and territory, newest claim first. Each figure is a claim. Quote "
                    "a number only with its claimant, its hedge (`text`), the day of the claim "
                    "and its address; `statement` is a sentence that has them."
                ),
                path="/v1/figures",
                parameters=(
                    "conflict",
                    "metric",
                    "subject",
                    "claimant",
                    "place",
                    "within",
                    "start_date",
                    "end_date",
                    "ends_from",
                    "ends_to",
                    "nature",
                    "claimed_from",
                    "claimed_to",
                    "known_at",
                    "value_min",
                    "value_max",
                    "exclude_belligerents",
                    "feed",
                    "limit",
                    "offset",
                ),
                summarize=_figures,
                result={
                    "figures": FIGURES,
                    "total": COUNT,
                    "open_bounds": {
                        **COUNT,
                        "description": "Number of figures that value_min or value_max excludes "
                        "although their hedge allows such a value",
                    },
                    "more": string_schema(
                        "Number of remaining figures, and how to get them", nullable=True
                    ),
                    "hints": _array_schema(
                        {"type": "string"},
                        "What would answer if no figure does, and whether totals end later",
                    ),
                    "notice": NOTICE,
                    "missing": MISSING,
                },
                defaults=(("limit", DEFAULT_LIMIT),),
            ),
            Tool(
                name="comparisons",
                title="Rival claims side by side",
                description=(
                    "The latest figure of each claimant on one question (metric, subject, place) "
                    "until a day, and for each pair whether both can be true. Use this tool if "
                    "several sides make claims. It computes no average and does not decide which "
                    "claim is right. Do not do so either."
                ),
                path="/v1/comparisons",
                parameters=("metric", "subject", "place", "on", "known_at"),
                summarize=_comparison,
                result={
                    "question": {"type": "object"},
                    "figures": FIGURES,
                    "hints": HINTS,
                    "verdicts": _array_schema(
                        _ref("VerdictAnswer"), "Verdict on each pair of claims"
                    ),
                    "lowest": {"anyOf": [_ref("ClaimedEnd"), {"type": "null"}]},
                    "highest": {"anyOf": [_ref("ClaimedEnd"), {"type": "null"}]},
                    "ratio": {
                        "type": ["number", "null"],
                        "description": "Highest claimed value divided by the lowest, of "
                        "comparable claims only",
                    },
                    "ratio_reason": string_schema(
                        "Which claims the ratio is taken from, or why there is none"
                    ),
                    "notice": NOTICE,
                    "missing": MISSING,
                },
            ),
            Tool(
                name="citation",
                title="How to cite a figure",
                description=(
                    "The citation of one figure, pinned to a revision, as text, APA and BibTeX."
                ),
                path="/v1/figures/{figure_id}/citation",
                parameters=("figure_id", "revision"),
                summarize=_citation,
                result={
                    "text": string_schema("A citation that can be printed"),
                    "apa": string_schema("APA, 7th edition"),
                    "bibtex": string_schema("BibTeX"),
                    "address": string_schema("Permanent address of the revision", nullable=True),
                    "release": string_schema("Id of the release"),
                    "missing": MISSING,
                },
            ),
        )
    }
)
