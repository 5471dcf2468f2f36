"""The tools that an assistant has: which operation each asks, and what it tells of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Schema = dict[str, Any]
Answer = Mapping[str, Any]

# A figure as it may be quoted: what a number must never be told without.
CLAIM = (
    "id", "revision", "statement", "text", "value", "value_lower", "value_upper", "unit",
    "quantifier", "metric", "metric_name", "subject", "subject_name", "place", "place_name",
    "period", "claimant", "claimant_name", "claimed_on", "stance", "basis", "verification",
    "derived_from", "publisher_name", "published", "url", "wording", "note",
)  # fmt: skip
KINDS = ("actors", "metrics", "places", "sources")
MOST_FIGURES = 20
NO_ADDRESS = (
    "This service has no public address (FIGURES_PUBLIC_URL is not set), so `address` is missing "
    "here and citations hold paths only: name the document's `url` instead."
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that an assistant may put.

    ``path`` is of the operation, ``asked`` the parameters of it that are offered, ``unasked`` what
    is asked where they are left out. ``told`` makes the answer of the tool from that of the
    operation and the public address of the service; ``answer`` documents its properties, where
    ``$…`` stands for a schema of the contract.
    """

    name: str
    title: str
    description: str
    path: str
    parameters: tuple[str, ...]
    summarize: Callable[[Answer, str], dict[str, Any]]
    answer: Mapping[str, Schema]
    defaults: tuple[tuple[str, Any], ...] = ()


def address_of(row: Answer, home: str) -> str | None:
    """Where exactly this revision of a figure stands, for ever; None without a public address."""
    return f"{home}/v1/figures/{row['id']}?revision={row['revision']}" if home else None


def _claim(row: Answer, home: str) -> dict[str, Any]:
    return {**{column: row[column] for column in CLAIM}, "address": address_of(row, home)}


def _codes(answer: Answer, _home: str) -> dict[str, Any]:
    rows = answer["data"]
    return {"codes": [_code(row) for row in rows], "total": answer["meta"]["total"]}


def _code(row: Answer) -> dict[str, Any]:
    code = next(value for name, value in row.items() if name.endswith("_id"))
    about = row.get("definition") or row.get("kind") or row.get("level") or row.get("url")
    name = row.get("name") or row["title"]
    return {"code": code, "name": name, "about": about, "figures": row["figures"]}


def _figures(answer: Answer, home: str) -> dict[str, Any]:
    meta, rows = answer["meta"], answer["data"]
    left = meta["total"] - meta["offset"] - len(rows)
    more = f"{left} more: narrow the question, or ask with offset={meta['offset'] + len(rows)}"
    return {
        "figures": [_claim(row, home) for row in rows],
        "total": meta["total"],
        "open_bounds": meta["open_bounds"],
        "more": more if left > 0 else None,
        "notice": meta["notice"],
        "missing": None if home else NO_ADDRESS,
    }


def _compared(answer: Answer, home: str) -> dict[str, Any]:
    kept = ("question", "verdicts", "lowest", "highest", "ratio")
    return {
        **{name: answer[name] for name in kept},
        "figures": [_claim(row, home) for row in answer["claims"]],
        "notice": answer["meta"]["notice"],
        "missing": None if home else NO_ADDRESS,
    }


def _cited(answer: Answer, home: str) -> dict[str, Any]:
    return {
        **{name: answer[name] for name in ("text", "apa", "bibtex", "release")},
        "address": answer["address"] if home else None,
        "missing": None if home else NO_ADDRESS,
    }


def _listed(of: Schema, words: str) -> Schema:
    return {"type": "array", "items": of, "description": words}


def words_schema(words: str, *, missing: bool = False) -> Schema:
    return {"type": ["string", "null"] if missing else "string", "description": words}


COUNT: Schema = {"type": "integer"}
NOTICE = words_schema("How to read the figures")
MISSING = words_schema("Why there is no address, if there is none", missing=True)
FIGURES = _listed({"$": "claim"}, "Claims; quote each only with claimant, hedge and address")

TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        tool.name: tool
        for tool in (
            Tool(
                "search",
                "Find a code by name",
                "Find the codes that the other tools ask for: of actors (who claims, whom a number "
                "is about), metrics (what is counted), places and sources. Ask this first. "
                "`figures` says how many figures use a code.",
                "/v1/{kind}",
                ("kind", "q"),
                _codes,
                {
                    "codes": _listed(
                        {
                            "type": "object",
                            "properties": {
                                "code": words_schema("What the other tools ask for"),
                                "name": words_schema("The name in words"),
                                "about": words_schema("What it means or is", missing=True),
                                "figures": COUNT,
                            },
                            "required": ["code", "name", "about", "figures"],
                        },
                        "What was found, those used most first",
                    ),
                    "total": COUNT,
                },
                (("limit", MOST_FIGURES),),
            ),
            Tool(
                "figures",
                "Reported figures",
                "Figures about armed conflict as they were reported: losses, evacuations, "
                "displacement, population, territory; newest claim first. Each is a claim of "
                "somebody. Quote a number only with its claimant, its hedge (`text`), the day it "
                "was said and its address; `statement` is a line that holds them.",
                "/v1/figures",
                (
                    "metric",
                    "subject",
                    "claimant",
                    "place",
                    "within",
                    "start_date",
                    "end_date",
                    "claimed_from",
                    "claimed_to",
                    "known_at",
                    "value_min",
                    "value_max",
                    "exclude_belligerents",
                    "limit",
                    "offset",
                ),
                _figures,
                {
                    "figures": FIGURES,
                    "total": COUNT,
                    "open_bounds": {
                        **COUNT,
                        "description": "Left out by value_min or value_max only as a hedge is open",
                    },
                    "more": words_schema("What was left out of this answer", missing=True),
                    "notice": NOTICE,
                    "missing": MISSING,
                },
                (("limit", MOST_FIGURES),),
            ),
            Tool(
                "comparisons",
                "Rival claims side by side",
                "One question (metric, subject, place) and every claimant's latest figure by a "
                "day, and for each pair whether both can be right. Use it wherever more than one "
                "side speaks. It never averages and names no winner; neither should you.",
                "/v1/comparisons",
                ("metric", "subject", "place", "on", "known_at"),
                _compared,
                {
                    "question": {"type": "object"},
                    "figures": FIGURES,
                    "verdicts": _listed({"$": "VerdictAnswer"}, "How the claims stand, by pairs"),
                    "lowest": {"anyOf": [{"$": "ClaimedEnd"}, {"type": "null"}]},
                    "highest": {"anyOf": [{"$": "ClaimedEnd"}, {"type": "null"}]},
                    "ratio": {
                        "type": ["number", "null"],
                        "description": "Highest by lowest value claimed",
                    },
                    "notice": NOTICE,
                    "missing": MISSING,
                },
            ),
            Tool(
                "citation",
                "How to cite a figure",
                "A ready citation of one figure, pinned to a revision, as words, APA and BibTeX.",
                "/v1/figures/{figure_id}/citation",
                ("figure_id", "revision"),
                _cited,
                {
                    "text": words_schema("A line that can be printed"),
                    "apa": words_schema("APA, 7th edition"),
                    "bibtex": words_schema("BibTeX"),
                    "address": words_schema("Pinned address", missing=True),
                    "release": words_schema("Release it comes from"),
                    "missing": MISSING,
                },
            ),
        )
    }
)
