"""Problem types by code: status, title, and advice for the client."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.limits import MAX_HEADER_BYTES, MAX_HEADERS, MAX_LIST_VALUES, MAX_URL_BYTES
from datasets.claims.arithmetic import REFUSALS
from datasets.release.export.formats import MAX_XLSX_ROWS


@dataclass(frozen=True, slots=True)
class ProblemType:
    """HTTP status, title and advice of a type of problem."""

    status: int
    title: str
    advice: str


# By the code of the refused arithmetic.
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "mixed-metrics": "Killed and wounded, people and cases, refugees and crossings are counted "
        "by different rules. Add the figures of one metric.",
        "mixed-claimants": "A sum of two claimants' numbers is a number that nobody claims. Add "
        "the figures of one claimant, or put the claimants side by side with /v1/comparisons.",
        "mixed-subjects": "Add the figures of one subject.",
        "stock-over-time": "A stock is counted at a moment: the same people are there again at the "
        "next one. Add it over places at one moment, or take the difference of two moments.",
        "intensive-metric": "Distances, averages and rates never add up. Read them one by one, or "
        "take the difference of two.",
        "overlapping-periods": "The same days would be counted twice. Where one total contains the "
        "other, take their difference.",
        "overlapping-places": "The same people would be counted twice. Add the smaller places, or "
        "take the larger one alone.",
        "unaligned-periods": "A sum over places needs figures for the same periods at each.",
        "unknown-start": "A count that does not say when it began may overlap any other.",
        "different-start": "Two totals that begin on different days have no difference. Choose two "
        "totals with the same start.",
        "series-break": "A total that falls was re-based: people were taken out of it, or it was "
        "begun anew. The difference would not be what happened in between.",
        "opposed-bounds": "One part is a minimum and another a maximum, so that the result "
        "would be bounded by neither.",
        "not-a-pair": "A difference is of two figures of one claimant, metric, subject, place.",
        "nothing-to-add": "Widen the filters, or read the figure itself.",
    }
)

PROBLEM_TYPES: Mapping[str, ProblemType] = MappingProxyType(
    {
        "invalid-parameter": ProblemType(
            422,
            "A parameter cannot be read",
            "The address holds a parameter that does not exist here, is empty, is given twice, or "
            "has a value that cannot be read. The answer would have been to another question, so "
            "it is refused. Correct the parameter that `errors` names.",
        ),
        "unknown-code": ProblemType(
            422,
            "A code is not known",
            "Actors, metrics, places and sources are asked for by code. Look for the code at "
            "/v1/actors, /v1/metrics, /v1/places or /v1/sources with ?q= and a part of the name.",
        ),
        "too-many-rows": ProblemType(
            422,
            "The answer is too long for this form",
            f"A workbook holds at most {MAX_XLSX_ROWS:,} rows. Take the CSV, which has no limit, "
            "or ask for less.",
        ),
        **{code: ProblemType(422, title, ADVICE[code]) for code, title in REFUSALS.items()},
        "bad-request": ProblemType(
            400,
            "The request cannot be read",
            "Its path or its query is no UTF-8, or holds a character that controls a terminal "
            "instead of being read, such as %00 or %0A.",
        ),
        "unknown-host": ProblemType(
            400,
            "This service is not at that host",
            "Ask the host that the documents of this service name. Operators: the setting "
            "FIGURES_HOSTS lists the hosts that are answered.",
        ),
        "not-found": ProblemType(
            404,
            "Nothing is at this address",
            "The path or the id does not exist. /docs lists every address.",
        ),
        "method-not-allowed": ProblemType(
            405,
            "This service is only read",
            "Every address answers GET, HEAD and OPTIONS, which the header Allow repeats. "
            "Contributions are changes to the ledgers.",
        ),
        "rewritten": ProblemType(
            409,
            "The newer release does not keep the older one",
            "A ledger only grows: rows are appended, never changed or taken away. Between these "
            "two releases a row was, or they were asked for in the wrong order. What was told of "
            "both when they were built stands at /v1/releases.",
        ),
        "release-gone": ProblemType(
            410,
            "The release is not kept any more",
            "A walk from page to page stays with the release it began with, so that no figure is "
            "met twice or missed. Newer figures have been published since, and that release was "
            "taken away. Begin again at the address that `alternatives` names.",
        ),
        "precondition-failed": ProblemType(
            412,
            "The answer is another one by now",
            "The request asks for what it names in the header If-Match or If-Unmodified-Since, and "
            "that is not what would be answered: mostly a newer release was published while a file "
            "was read in parts, or the parts are of another coding. Read the file anew from its "
            "beginning.",
        ),
        "content-refused": ProblemType(
            413,
            "This service reads no content",
            "Everything is asked by the address alone. Send the request without content.",
        ),
        "too-long": ProblemType(
            414,
            "The address is too long",
            f"An address may hold {MAX_URL_BYTES // 1024} KiB and a list {MAX_LIST_VALUES} values. "
            "Ask in parts.",
        ),
        "too-many-requests": ProblemType(
            429, "Too many requests", "Wait as long as the header Retry-After says, and ask again."
        ),
        "headers-too-long": ProblemType(
            431,
            "The headers are too long",
            f"A request may have {MAX_HEADERS} headers and {MAX_HEADER_BYTES // 1024} KiB of them. "
            "No cookie is needed here.",
        ),
        "internal": ProblemType(
            500,
            "Something went wrong here",
            "This is our fault. Please report the value of the header X-Request-Id.",
        ),
        "unavailable": ProblemType(
            503,
            "No figures can be served now",
            "The service runs but has no release to serve. /health says why.",
        ),
    }
)
