"""A request that shows each type of problem, with its answer: for the contract and the pages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from api.problems.document import Problem, problem_document
from api.problems.exceptions import parameter_sentence
from api.problems.types import PROBLEM_TYPES


def example_of(code: str) -> dict[str, Any]:
    """The problem document that documents a problem type."""
    general = Problem(code, f"{PROBLEM_TYPES[code].title}.", "/v1/losses")
    return problem_document(EXAMPLES.get(code, general))


def _example(
    code: str, url: str, detail: str, parameter: str = "", alternatives: tuple[str, ...] = ()
) -> Problem:
    """The problem of a request with one invalid parameter, or with none."""
    if not parameter:
        return Problem(code, detail, url, alternatives=alternatives)
    error = {"parameter": parameter, "code": code, "detail": detail}
    return Problem(code, parameter_sentence(parameter, detail), url, (error,), alternatives)


def _arithmetic(
    code: str, url: str, detail: str, figures: tuple[str, ...], alternatives: tuple[str, ...]
) -> Problem:
    """The problem of figures that cannot be added or subtracted."""
    error = {"parameter": "figure", "code": code, "detail": detail, "figures": figures}
    return Problem(code, detail, url, (error,), alternatives)


_ALL = (
    _example("bad-request", "/v1/actors?q=%00", "The query string contains a control character."),
    _example(
        "invalid-parameter",
        "/v1/losses?metrc=killed",
        "does not exist; did you mean 'metric'?",
        parameter="metrc",
        alternatives=("/v1/losses?metric=killed",),
    ),
    _example(
        "unknown-code",
        "/v1/losses?place=Gaza",
        "'Gaza' is not a code of a place; did you mean 'ps-gaza-strip' (Gaza Strip)?",
        parameter="place",
        alternatives=("/v1/losses?place=ps-gaza-strip",),
    ),
    _arithmetic(
        "mixed-metrics",
        "/v1/aggregates?op=sum&figure=evacuations-0003,evacuations-0004,evacuations-0005",
        "The figures have different metrics: evacuated, in-temporary-accommodation.",
        figures=("evacuations-0003", "evacuations-0004"),
        alternatives=(
            "/v1/aggregates?op=sum&figure=evacuations-0003,evacuations-0005",
            "/v1/figures/evacuations-0003",
            "/v1/figures/evacuations-0004",
        ),
    ),
    _arithmetic(
        "mixed-claimants",
        "/v1/aggregates?op=sum&metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk&"
        "claimed_to=2024-08-31",
        "The figures have different claimants: ap, ua-pokrovsk-city-administration-head.",
        figures=("population-0001", "population-0009"),
        alternatives=(
            "/v1/comparisons?metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk&"
            "on=2024-08-19",
            "/v1/figures/population-0001",
            "/v1/figures/population-0009",
        ),
    ),
    _arithmetic(
        "mixed-subjects",
        "/v1/aggregates?op=sum&figure=losses-0087,losses-0096,losses-0110",
        "The figures have different subjects: ua-civilians, ua-children.",
        figures=("losses-0087", "losses-0110"),
        alternatives=(
            "/v1/aggregates?op=sum&figure=losses-0087,losses-0096",
            "/v1/figures/losses-0087",
            "/v1/figures/losses-0110",
        ),
    ),
    _arithmetic(
        "stock-over-time",
        "/v1/aggregates?op=sum&figure=displacement-0024,displacement-0025",
        "'displaced' is a stock, counted at one moment; the moments differ: 2023-12-31, "
        "2025-12-31.",
        figures=("displacement-0024", "displacement-0025"),
        alternatives=(
            "/v1/aggregates?op=difference&figure=displacement-0024,displacement-0025",
            "/v1/series?metric=displaced&subject=ua-civilians&place=ua&claimant=idmc&"
            "start_date=2023-12-31&end_date=2025-12-31",
            "/v1/figures/displacement-0024",
            "/v1/figures/displacement-0025",
        ),
    ),
    _arithmetic(
        "intensive-metric",
        "/v1/aggregates?op=sum&figure=losses-0067,losses-0069",
        "'killed-or-wounded-per-day' is an average, a rate or a distance; it cannot be added.",
        figures=("losses-0067", "losses-0069"),
        alternatives=(
            "/v1/aggregates?op=difference&figure=losses-0067,losses-0069",
            "/v1/series?metric=killed-or-wounded-per-day&subject=ru-armed-forces&"
            "place=theatre-ru-ua&claimant=uk-ministry-of-defence&"
            "start_date=2024-09-30&end_date=2024-11-30",
            "/v1/figures/losses-0067",
            "/v1/figures/losses-0069",
        ),
    ),
    _arithmetic(
        "overlapping-periods",
        "/v1/aggregates?op=sum&figure=losses-0044,losses-0045",
        "losses-0044 (2022-02-24/2024-09-07) and losses-0045 (2022-02-24/2024-09-08) overlap: the "
        "same days would be counted twice.",
        figures=("losses-0044", "losses-0045"),
        alternatives=(
            "/v1/aggregates?op=difference&figure=losses-0044,losses-0045",
            "/v1/series?metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua&"
            "claimant=ua-general-staff&"
            "start_date=2024-09-07&end_date=2024-09-08",
            "/v1/figures/losses-0044",
            "/v1/figures/losses-0045",
        ),
    ),
    _arithmetic(
        "overlapping-places",
        "/v1/aggregates?op=sum&figure=population-0028,population-0029,population-0033",
        "Vinnytsia Oblast is inside Ukraine or may overlap with it: a common area would be counted "
        "twice.",
        figures=("population-0028", "population-0033"),
        alternatives=(
            "/v1/aggregates?op=sum&figure=population-0029,population-0033",
            "/v1/figures/population-0028",
            "/v1/figures/population-0033",
        ),
    ),
    _arithmetic(
        "unaligned-periods",
        "/v1/aggregates?op=sum&figure=evacuations-0019,evacuations-0022,evacuations-0023",
        "The places have figures for different periods; a sum needs the same periods.",
        figures=("evacuations-0019", "evacuations-0023", "evacuations-0022"),
        alternatives=(
            "/v1/aggregates?op=sum&figure=evacuations-0023,evacuations-0022",
            "/v1/figures/evacuations-0019",
            "/v1/figures/evacuations-0023",
            "/v1/figures/evacuations-0022",
        ),
    ),
    _arithmetic(
        "unknown-start",
        "/v1/aggregates?op=sum&figure=evacuations-0020,evacuations-0022,evacuations-0023",
        "The start of evacuations-0020 is unknown, so it may overlap the others.",
        figures=("evacuations-0020",),
        alternatives=(
            "/v1/aggregates?op=sum&figure=evacuations-0023,evacuations-0022",
            "/v1/figures/evacuations-0020",
        ),
    ),
    _arithmetic(
        "different-start",
        "/v1/aggregates?op=difference&figure=displacement-23463,displacement-23478",
        "displacement-23463 starts on 2024-01-01, displacement-23478 on 2025-01-01.",
        figures=("displacement-23463", "displacement-23478"),
        alternatives=(
            "/v1/aggregates?op=sum&figure=displacement-23463,displacement-23478",
            "/v1/series?metric=returned-displaced&subject=lb-civilians&place=lb&claimant=unhcr&"
            "start_date=2024-12-31&end_date=2025-12-31",
            "/v1/figures/displacement-23463",
            "/v1/figures/displacement-23478",
        ),
    ),
    _arithmetic(
        "series-break",
        "/v1/aggregates?op=difference&figure=losses-0010,losses-0012",
        "The total fell from 2,287 (losses-0010) to 2,132 (losses-0012): the difference is not "
        "the number for the days between them.",
        figures=("losses-0010", "losses-0012"),
        alternatives=(
            "/v1/series?metric=reported-missing&subject=ru-civilians&place=ru-kursk&"
            "claimant=ru-kursk-governor&"
            "start_date=2025-05-31&end_date=2025-08-30",
            "/v1/figures/losses-0010",
            "/v1/figures/losses-0012",
        ),
    ),
    _arithmetic(
        "opposed-bounds",
        "/v1/aggregates?op=difference&figure=losses-0017,losses-0018",
        "'more than 4,130' (losses-0018) is a minimum and 'up to 2,860' (losses-0017) is a "
        "maximum.",
        figures=("losses-0018", "losses-0017"),
        alternatives=(
            "/v1/series?metric=personnel-losses&subject=ua-armed-forces&place=ru-kursk&"
            "claimant=ru-ministry-of-defence&"
            "start_date=2024-08-16&end_date=2024-08-20",
            "/v1/figures/losses-0018",
            "/v1/figures/losses-0017",
        ),
    ),
    _arithmetic(
        "not-a-pair",
        "/v1/aggregates?op=difference&figure=displacement-0017,displacement-0018,displacement-0019",
        "3 figures were selected; a difference needs two.",
        figures=("displacement-0017", "displacement-0018", "displacement-0019"),
        alternatives=(
            "/v1/aggregates?op=difference&figure=displacement-0017,displacement-0019",
            "/v1/series?metric=displaced&subject=ua-civilians&place=ua&claimant=iom&"
            "start_date=2022-04-01&end_date=2022-05-03",
            "/v1/figures/displacement-0017",
            "/v1/figures/displacement-0018",
            "/v1/figures/displacement-0019",
        ),
    ),
    _arithmetic(
        "nothing-to-add",
        "/v1/aggregates?op=sum&figure=territory-0003",
        "Only territory-0003 matches.",
        figures=("territory-0003",),
        alternatives=("/v1/figures/territory-0003",),
    ),
    _arithmetic(
        "claimant-says-otherwise",
        "/v1/aggregates?op=sum&figure=losses-27078,losses-27084",
        "The figures add up to 62,324 for 7 October 2023 to 23 August 2025. The claimant's own "
        "figure for it is 62,622 (losses-27082).",
        figures=("losses-27082",),
        alternatives=(
            "/v1/figures/losses-27082",
            "/v1/series?metric=killed&subject=gaza-population&place=ps-gaza-strip&"
            "claimant=gaza-health-ministry&start_date=2025-08-22&end_date=2025-08-23",
        ),
    ),
    _example(
        "not-found",
        "/v1/figures/losses-9999999",
        "There is no figure 'losses-9999999'.",
    ),
    _example(
        "release-gone",
        "/v1/losses?limit=100&after=100&release=0123456789abcdef",
        "Release 0123456789abcdef is no longer available.",
        alternatives=("/v1/losses?limit=100",),
    ),
    _example(
        "unavailable",
        "/v1/losses",
        "No release in instance/; run `flask figures build`.",
    ),
)

EXAMPLES: Mapping[str, Problem] = MappingProxyType({example.code: example for example in _ALL})
