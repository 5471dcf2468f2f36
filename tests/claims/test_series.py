"""Series of figures on one question: grouping, gaps, changes and checks."""

from datetime import date

import pytest

from datasets.claims.series import check_counts, series_of
from tests.claims.claims import claim

WAR, LEBANON = "2022-02-24/2024-09-", "2023-10-08/2024-"
SERIES_A = [
    claim("A", WAR + "07", "623990"),
    claim("B", WAR + "08", "625260"),
    claim("C", "2024-09-08", "1270"),
]


def lines(claims, interval=None) -> list[str]:
    """Each series as ``claimant nature start: figures``."""
    return [
        f"{line.claimant} {line.nature} {line.start}: "
        + " ".join(point.claim.id for point in line.points)
        for line in series_of(claims, interval)
    ]


def changes(claims) -> list[str]:
    """The change of each point since the previous one, or the reason why there is none."""
    return [
        f"{point.change_quantifier} {point.change}" if point.reason is None else point.reason
        for line in series_of(claims)
        for point in line.points[1:]
    ]


def gaps(claims, interval=None) -> list[str]:
    return [f"{gap.first}/{gap.last}" for line in series_of(claims, interval) for gap in line.gaps]


def daily_claims(kind: str, **numbers: str):
    """A claim per day of September 2024: ``d07="10"``."""
    return [
        claim(name, f"2024-09-{name[1:]}", number, kind=kind) for name, number in numbers.items()
    ]


@pytest.mark.parametrize(
    ("claims", "series"),
    [
        ([], []),
        (SERIES_A, ["staff count None: C", "staff total 2022-02-24: A B"]),
        (SERIES_A[::-1], ["staff count None: C", "staff total 2022-02-24: A B"]),
        ([claim("M", "2022-03"), claim("N", "2022-04")], ["staff count None: M N"]),
        ([claim("A", WAR + "07")], ["staff total 2022-02-24: A"]),
        ([claim("C")], ["staff count None: C"]),
        ([claim("C"), claim("D", "2024-09-08~")], ["staff count None: C D"]),
        ([claim("A", WAR + "07", "between 90 100"), claim("B", WAR + "08", "110")],
         ["staff total 2022-02-24: A B"]),
        ([*SERIES_A[:2], claim("E", "/2024-09-07"), claim("F", "/2024-09-08")],
         ["staff total None: E F", "staff total 2022-02-24: A B"]),
        ([claim("A", "/2024-09-07"), claim("B", "/2024-09-08")], ["staff total None: A B"]),
        ([claim("X", "2024-09-01/2024-09-01"), claim("Y", "2024-09-02")],
         ["staff count None: X Y"]),
        ([claim("X", "2024-09-01/2024-09-07"), claim("Y", "2024-09-08/2024-09-14")],
         ["staff count None: X Y"]),
        ([*SERIES_A, claim("W", "2024-09-02/2024-09-08")],
         ["staff count None: C W", "staff total 2022-02-24: A B"]),
        (daily_claims("stock", d01="3", d02="4"), ["staff stock None: d01 d02"]),
        (daily_claims("intensive", d01="3", d02="4"), ["staff intensive None: d01 d02"]),
        ([claim("A", kind="stock", claimant="b"), claim("B", kind="stock", claimant="a")],
         ["a stock None: B", "b stock None: A"]),
        ([claim("A", WAR + "07", claimant="b"), claim("B", WAR + "08", claimant="a")],
         ["a total 2022-02-24: B", "b total 2022-02-24: A"]),
        ([claim("K", LEBANON + "11-24"), claim("L", LEBANON + "12-04"),
          claim("M", "2026-03-02/2026-03-10"), claim("N", "2026-03-02/2026-03-12")],
         ["staff total 2023-10-08: K L", "staff total 2026-03-02: M N"]),
    ],
)  # fmt: skip
def test_figures_are_grouped_into_series(claims, series):
    assert lines(claims) == series


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (SERIES_A, ["unqualified 1270"]),
        ([claim("M", "2022-03"), claim("N", "2022-04")], ["a count is not cumulative"]),
        ([claim("A", WAR + "07", "more-than 100"), claim("B", WAR + "08", "110")],
         ["approximately 10"]),
        ([claim("A", WAR + "07", "between 90 100"), claim("B", WAR + "08", "110")],
         ["a range has no single value"]),
        ([claim("A", WAR + "07", "at-least 90"), claim("B", WAR + "08", "up-to 110")],
         ["'at least 90' (A) is a minimum and 'up to 110' (B) is a maximum."]),
        ([claim("A", WAR + "07", "16520"), claim("B", WAR + "08", "16500")],
         ["The total decreased from 16,520 (A) to 16,500 (B): the claimant revised or restarted "
          "the count."]),
        ([claim("A", "/2024-09-07"), claim("B", "/2024-09-08")],
         ["The start of A or B is unknown."]),
        (daily_claims("stock", d01="53000", d02="26000"), ["unqualified -27000"]),
        (daily_claims("stock", d01="approximately 7", d02="more-than 3"), ["approximately -4"]),
        (daily_claims("intensive", d01="9.5", d02="8.3"), ["unqualified -1.2"]),
        ([claim("A", "2024-09", kind="stock"), claim("B", "2024-09-30", kind="stock")],
         ["A and B end on the same day."]),
    ],
)  # fmt: skip
def test_a_point_has_a_change_or_a_reason_for_none(claims, expected):
    assert changes(claims) == expected


def test_the_first_point_has_neither_change_nor_reason():
    firsts = [line.points[0] for line in series_of(SERIES_A)]
    assert [(point.change, point.change_quantifier, point.reason) for point in firsts] == [
        (None, None, None),
        (None, None, None),
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (daily_claims("flow", d01="1", d02="1", d03="1"), []),
        (daily_claims("flow", d01="1", d03="1"), ["2024-09-02/2024-09-02"]),
        (daily_claims("flow", d01="1", d05="1"), ["2024-09-02/2024-09-04"]),
        ([claim("M", "2022-03"), claim("N", "2022-05")], ["2022-04-01/2022-04-30"]),
        ([claim("M", "2022-03"), claim("N", "2022-04")], []),
        (daily_claims("stock", d01="1", d05="1"), []),  # two figures have no usual interval
        (daily_claims("stock", d01="1", d02="1", d03="1", d05="1"), []),  # twice the usual
        (daily_claims("stock", d01="1", d02="1", d03="1", d06="1"), ["2024-09-04/2024-09-05"]),
        ([claim("A", "2024-09-01", kind="stock"), claim("B", "2024-09-01~", kind="stock"),
          claim("C", "2024-09-01/2024-09-01", kind="stock"),
          claim("D", "2024-09-02", kind="stock")], []),
        ([claim("A", "2024-09-01", kind="stock"), claim("B", "2024-09-01~", kind="stock"),
          claim("C", "2024-09-01/2024-09-01", kind="stock"),
          claim("D", "2024-09-05", kind="stock")], ["2024-09-02/2024-09-04"]),
    ],
)  # fmt: skip
def test_gaps_are_listed(claims, expected):
    assert gaps(claims) == expected


DAILY = daily_claims("stock", d01="1", d02="2", d08="3", d09="4", d30="5")


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (None, "d01 d02 d08 d09 d30"),
        ("day", "d01 d02 d08 d09 d30"),
        ("week", "d01 d08 d09 d30"),  # 1 and 8 September 2024 are Sundays
        ("month", "d30"),
        ("year", "d30"),
    ],
)
def test_the_last_figure_of_an_interval_represents_it(interval, expected):
    assert lines(DAILY, interval) == [f"staff stock None: {expected}"]


def test_days_omitted_by_an_interval_are_not_gaps():
    counts = [claim(f"d{day}", f"2024-08-{day}") for day in range(25, 32)]
    counts += daily_claims("flow", d01="1", d02="1")
    assert lines(counts, "month") == ["staff count None: d31 d02"]
    assert gaps(counts, "month") == []
    assert gaps(DAILY, "month") == []
    assert gaps(DAILY) == ["2024-09-10/2024-09-29"]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (claim("C", "2024-09-08", "1270"), [("A", "B", "C", 1270, 1270, True)]),
        (claim("C", "2024-09-08", "1280"), [("A", "B", "C", 1270, 1280, False)]),
        (claim("C", "2024-09-09", "1270"), []),
        (claim("C", "2024-09-07", "1270"), []),
        (claim("C", "2024-09-08", "between 1200 1300"), []),
        (claim("C", "2024-09-08", "1270", claimant="ministry"), []),
    ],
)
def test_a_count_is_compared_with_the_totals_before_and_after_it(count, expected):
    series = series_of([*SERIES_A[:2], count])
    assert [
        (check.before, check.after, check.count, check.difference, check.counted, check.agrees)
        for check in check_counts(series)
    ] == expected


@pytest.mark.parametrize("ranged", [0, 1])
def test_a_range_as_total_gives_no_check(ranged):
    totals = [claim("A", WAR + "07", "623990"), claim("B", WAR + "08", "625260")]
    totals[ranged] = claim("R", totals[ranged].period.text, "between 620000 630000")
    assert check_counts(series_of([*totals, SERIES_A[2]])) == ()


def test_a_check_ignores_binary_rounding_errors():
    areas = [claim("A", WAR + "07", "0.1"), claim("B", WAR + "08", "0.3")]
    [check] = check_counts(series_of([*areas, claim("C", "2024-09-08", "0.2")]))
    assert (check.difference, check.counted, check.agrees) == (0.2, 0.2, True)


def test_the_counts_of_every_claimant_are_checked():
    series = series_of(
        [
            claim(
                f"{claimant}-{figure.id}", figure.period.text, str(figure.value), claimant=claimant
            )
            for claimant in ("ministry", "staff")
            for figure in SERIES_A
        ]
    )
    assert [check.count for check in check_counts(series)] == ["ministry-C", "staff-C"]
    assert [line.claimant_name for line in series] == ["Ministry", "Ministry", "Staff", "Staff"]


def test_claimants_are_never_merged():
    rivals = [
        claim(f"{claimant}{day}", f"{WAR}{day:02}", str(100 + day), claimant=claimant)
        for claimant in ("ministry", "outlet", "staff")
        for day in (7, 8, 9)
    ]
    series = series_of(rivals)
    assert [(line.claimant, line.start) for line in series] == [
        (claimant, date(2022, 2, 24)) for claimant in ("ministry", "outlet", "staff")
    ]
    assert [{point.claim.claimant for point in line.points} for line in series] == [
        {"ministry"}, {"outlet"}, {"staff"},
    ]  # fmt: skip
