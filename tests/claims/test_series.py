"""Series of figures on one question: grouping, gaps, changes and checks."""

from datetime import date

import pytest

from datasets.claims.series import EVERYTHING, Selection, check_counts, series_of
from tests.claims.claims import claim

WAR, LEBANON = "2022-02-24/2024-09-", "2023-10-08/2024-"
SERIES_A = [
    claim("A", WAR + "07", "623990"),
    claim("B", WAR + "08", "625260"),
    claim("C", "2024-09-08", "1270"),
]


def lines(claims, selection=EVERYTHING) -> list[str]:
    """Each series as ``claimant nature start: figures``, with ``+`` between those of a sum."""
    return [
        f"{line.claimant} {line.nature} {line.start}: "
        + " ".join("+".join(figure.id for figure in point.figures) for point in line.points)
        for line in series_of(claims, selection)
    ]


def changes(claims) -> list[str]:
    """The change of each point since the previous one, or the reason why there is none."""
    return [
        f"{point.change_quantifier} {point.change}" if point.reason is None else point.reason
        for line in series_of(claims)
        for point in line.points[1:]
    ]


def gaps(claims, selection=EVERYTHING) -> list[str]:
    return [f"{gap.first}/{gap.last}" for line in series_of(claims, selection) for gap in line.gaps]


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
          claim("M", "2026-03-02/2026-03-10", nature="total"),
          claim("N", "2026-03-02/2026-03-12", nature="total")],
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
         ["the total fell from 16,520 to 16,500; the source does not say why"]),
        ([claim("A", "/2024-09-07"), claim("B", "/2024-09-08")],
         ["The start of A or B is unknown."]),
        (daily_claims("stock", d01="53000", d02="26000"), ["unqualified -27000"]),
        (daily_claims("stock", d01="approximately 7", d02="more-than 3"), ["approximately -4"]),
        (daily_claims("intensive", d01="9.5", d02="8.3"), ["unqualified -1.2"]),
        ([claim("A", "2024-09", kind="stock"), claim("B", "2024-09-30", kind="stock")],
         ["the claimant has 2 numbers for 30 September 2024: 100 (A) and 100 (B)"]),
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
    assert lines(DAILY, Selection(interval)) == [f"staff stock None: {expected}"]


def test_days_omitted_by_an_interval_are_not_gaps():
    counts = [claim(f"d{day}", f"2024-08-{day}") for day in range(25, 32)]
    counts += daily_claims("flow", d01="1", d02="1")
    assert lines(counts, Selection("month")) == [
        "staff count None: d25+d26+d27+d28+d29+d30+d31 d01+d02"
    ]
    assert gaps(counts, Selection("month")) == []
    assert gaps(DAILY, Selection("month")) == []
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


TWO_YEARS = [
    *(claim(f"T{month}", f"2022-02-24/2023-{month}-15", f"{100 + int(month)}")
      for month in ("01", "02", "03", "04")),
    *(claim(f"C{month}", f"2023-{month}", "5") for month in ("01", "02", "03", "04")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ["count None: C01 C02 C03 C04", "total 2022-02-24: T01 T02 T03 T04"]),
        ((2, 15), (3, 15), ["count None: C02", "total 2022-02-24: T02 T03"]),
        ((2, 16), (3, 14), ["count None: C02"]),
        ((2, 1), (2, 15), ["total 2022-02-24: T02"]),
        (None, (1, 31), ["count None: C01", "total 2022-02-24: T01"]),
        ((4, 15), None, ["count None: C04", "total 2022-02-24: T04"]),
        ((4, 16), (4, 29), []),
    ],
)
def test_both_ends_of_a_series_are_those_of_the_periods(first, last, expected):
    first, last = (day and date(2023, *day) for day in (first, last))
    series = lines(TWO_YEARS, Selection(first=first, last=last))
    assert series == [f"staff {line}" for line in expected]


@pytest.mark.parametrize(
    ("natures", "expected"),
    [
        (("total",), ["total 2022-02-24: T01 T02 T03 T04"]),
        (("count",), ["count None: C01 C02 C03 C04"]),
        (("count", "total"), ["count None: C01 C02 C03 C04", "total 2022-02-24: T01 T02 T03 T04"]),
        (("stock",), []),
    ],
)
def test_a_series_can_have_one_nature(natures, expected):
    series = lines(TWO_YEARS, Selection(natures=natures))
    assert series == [f"staff {line}" for line in expected]


def test_the_nature_of_a_figure_does_not_depend_on_the_selected_days():
    """One total of the war remains a total where the answer has no second one."""
    weeks = [claim(f"W{day}", f"2024-09-{day:02}/2024-09-{day + 6:02}") for day in (2, 9)]
    claims = [*SERIES_A[:2], *weeks]
    last_day = Selection(first=date(2024, 9, 8), last=date(2024, 9, 8))
    assert lines(claims, last_day) == ["staff count None: W2", "staff total 2022-02-24: B"]


def test_verified_and_other_figures_are_two_series():
    flash = [claim(f"F{day}", f"{WAR}{day:02}", f"{90 + day}", verification="unverified")
             for day in (7, 8)]  # fmt: skip
    verified = [claim(f"V{day}", f"{WAR}{day:02}", f"{70 + day}", verification="verified")
                for day in (6, 9)]  # fmt: skip
    series = series_of([*flash, *verified])
    assert [(line.verification, [(point.claim.id, point.change) for point in line.points])
            for line in series] == [
        ("unverified", [("F7", None), ("F8", 1)]),
        ("verified", [("V6", None), ("V9", 3)]),
    ]  # fmt: skip


def test_a_lone_verified_total_is_a_total_if_others_have_its_start():
    claims = [
        claim("F", f"{WAR}07", verification="unverified"),
        claim("V", f"{WAR}08", verification="verified"),
        claim("W", "2024-09-01/2024-09-06"),
    ]
    assert lines(claims) == [
        "staff count None: W", "staff total 2022-02-24: F", "staff total 2022-02-24: V",
    ]  # fmt: skip


def test_two_numbers_for_the_last_moment_of_an_interval_both_represent_it():
    stocks = [claim("A", "2024-09-10", kind="stock"), claim("B", "2024-09-19", "92", kind="stock"),
              claim("C", "2024-09-19", "93", kind="stock")]  # fmt: skip
    assert lines(stocks, Selection("month")) == ["staff stock None: B C"]


GAZA = [
    claim("T22", "2023-10-07/2025-08-22", "62263"),
    claim("T23", "2023-10-07/2025-08-23", "62622"),
    claim("T24", "2023-10-07/2025-08-24", "62686"),
    claim("C23", "2025-08-23", "61"),
    claim("C24", "2025-08-24", "64"),
]


def reasons(claims, selection=EVERYTHING) -> dict[str, str | None]:
    return {
        "+".join(figure.id for figure in point.figures): point.reason
        for line in series_of(claims, selection)
        for point in line.points
    }


def test_a_count_that_disagrees_with_the_totals_is_marked_on_both_points():
    assert reasons(GAZA) == {
        "C23": "the totals before and after these days differ by 359",
        "C24": "a count is not cumulative",
        "T22": None,
        "T23": "the claimant's count for these days is 61",
        "T24": None,
    }
    [counts, totals] = series_of(GAZA)
    [check, _] = check_counts((counts, totals))
    assert (check.difference, check.counted, check.count, check.agrees) == (359, 61, "C23", False)
    assert counts.points[0].disagreement == totals.points[1].disagreement == check
    assert counts.points[1].disagreement is None
    assert (totals.points[1].change, totals.points[1].change_quantifier) == (359, "unqualified")


def test_a_disagreement_is_marked_where_only_totals_or_only_some_days_are_selected():
    assert reasons(GAZA, Selection(natures=("total",)))["T23"] == (
        "the claimant's count for these days is 61"
    )
    assert reasons(GAZA, Selection(first=date(2025, 8, 23)))["C23"] == (
        "the totals before and after these days differ by 359"
    )


@pytest.mark.parametrize(
    ("count", "agrees"),
    [
        ("359", True),
        ("at-least 61", True),
        ("at-least 360", False),
        ("more-than 359", False),
        ("up-to 359", True),
        ("up-to 358", False),
        ("less-than 359", False),
        ("approximately 61", True),
    ],
)
def test_a_hedge_may_allow_the_difference(count, agrees):
    claims = [*GAZA[:2], claim("C23", "2025-08-23", count)]
    assert [check.agrees for check in check_counts(series_of(claims))] == [agrees]


def test_hedged_totals_are_not_compared_with_a_count():
    totals = [claim("T22", "2023-10-07/2025-08-22", "more-than 62000"), GAZA[1]]
    assert check_counts(series_of([*totals, GAZA[3]])) == ()
