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
        "mixed-metrics": "Each metric has its own counting rules: killed and wounded, people and "
        "cases, refugees and crossings are different metrics. Add figures of one metric only.",
        "mixed-claimants": "Nobody claims the sum of two claimants' numbers. Add figures of one "
        "claimant only, or compare the claimants with /v1/comparisons.",
        "mixed-subjects": "Add figures of one subject only.",
        "stock-over-time": "A stock is counted at one moment. At the next moment, the same people "
        "are counted again. Add figures of several places at one moment, or request the difference "
        "between two moments.",
        "intensive-metric": "Distances, averages and rates cannot be added. Read each figure, or "
        "request the difference between two figures.",
        "overlapping-periods": "The sum would count the same days twice. If one total contains the "
        "other, request their difference.",
        "overlapping-places": "The sum would count the same people twice. Add the figures of the "
        "smaller places, or use the figure of the larger place alone.",
        "unaligned-periods": "A sum over places needs figures for the same periods at every place.",
        "unknown-start": "A count with an unknown start may overlap any other count. Choose "
        "figures with a known start.",
        "different-start": "Two totals with different start dates have no meaningful difference. "
        "Choose two totals with the same start.",
        "series-break": "A running total fell, or an earlier total was stated later than the next "
        "one. The difference would not be the number for the days in between. "
        "Choose two totals from before the break, or two from after it.",
        "opposed-bounds": "The result would have neither a lower nor an upper bound. Choose "
        "figures that are all minimums or all maximums.",
        "not-a-pair": "A difference needs two figures of the same claimant, metric, subject and "
        "place, for periods that end on different days.",
        "nothing-to-add": "Use fewer filters, or request the figure itself.",
        "claimant-says-otherwise": "The claimant has a figure of its own for the same period and "
        "place, or for more than that, and it contradicts the result. A total contains deaths of "
        "earlier days that were confirmed later, for example; the counts of single days do not. "
        "Quote the claimant's own figure, which is the first of the `alternatives`.",
    }
)

PROBLEM_TYPES: Mapping[str, ProblemType] = MappingProxyType(
    {
        "invalid-parameter": ProblemType(
            422,
            "Invalid parameter",
            "The query string contains a parameter that does not exist, is empty, is repeated, or "
            "has an invalid value. The request is refused: without this parameter, the response "
            "would answer a different question. Correct the parameter that `errors` names.",
        ),
        "unknown-code": ProblemType(
            422,
            "Unknown code",
            "Actors, metrics, places and sources are identified by a code. Search for the code at "
            "/v1/actors, /v1/metrics, /v1/places or /v1/sources, with a part of the name in ?q=.",
        ),
        "too-many-rows": ProblemType(
            422,
            "Too many rows for this format",
            f"An Excel workbook has at most {MAX_XLSX_ROWS:,} rows. Request the CSV, which has no "
            "limit, or request fewer rows.",
        ),
        **{code: ProblemType(422, title, ADVICE[code]) for code, title in REFUSALS.items()},
        "bad-request": ProblemType(
            400,
            "Bad request",
            "The path or the query string is not UTF-8, or contains a control character, such as "
            "%00 or %0A. Correct the URL.",
        ),
        "unknown-host": ProblemType(
            400,
            "Unknown host",
            "Use the host that the documentation of this service names. Operators: the setting "
            "FIGURES_HOSTS lists the allowed hosts.",
        ),
        "not-found": ProblemType(
            404,
            "Not found",
            "The path or the id does not exist. /docs lists every path.",
        ),
        "method-not-allowed": ProblemType(
            405,
            "Read-only API",
            "Every URL accepts GET, HEAD and OPTIONS; the header Allow lists them. To contribute "
            "figures, propose a change to the ledgers.",
        ),
        "rewritten": ProblemType(
            409,
            "Inconsistent releases",
            "Ledgers are append-only: rows are added, never changed or removed. Between these two "
            "releases, a row was changed or removed, or the releases are in the wrong order. "
            "/v1/releases lists the data that was recorded when each release was built.",
        ),
        "release-gone": ProblemType(
            410,
            "Release no longer available",
            "All pages of a list come from the release of its first page, so that no figure is "
            "repeated or missing. Newer figures have been published since then, and that release "
            "was deleted. Start again at the URL in `alternatives`.",
        ),
        "precondition-failed": ProblemType(
            412,
            "Precondition failed",
            "The current response does not satisfy the header If-Match or If-Unmodified-Since. "
            "Usually, a newer release was published during a download in parts, or the parts have "
            "different content codings. Download the file again from the beginning.",
        ),
        "content-refused": ProblemType(
            413,
            "Request body not accepted",
            "The URL contains the whole request. Send the request without a body.",
        ),
        "too-long": ProblemType(
            414,
            "URL too long",
            f"A URL has at most {MAX_URL_BYTES // 1024} KiB and a list at most {MAX_LIST_VALUES} "
            "values. Send several requests.",
        ),
        "too-many-requests": ProblemType(
            429,
            "Too many requests",
            "Wait for the number of seconds in the header Retry-After, then send the request "
            "again.",
        ),
        "headers-too-long": ProblemType(
            431,
            "Request headers too large",
            f"A request has at most {MAX_HEADERS} headers with {MAX_HEADER_BYTES // 1024} KiB in "
            "total. This service does not use cookies.",
        ),
        "internal": ProblemType(
            500,
            "Internal server error",
            "This is an error of the service. Please report it with the value of the header "
            "X-Request-Id.",
        ),
        "unavailable": ProblemType(
            503,
            "Service unavailable",
            "The service is running but cannot serve figures now. /health gives the reason.",
        ),
    }
)
