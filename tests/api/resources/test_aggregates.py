"""Arithmetic over HTTP: legitimate sums and differences, and problems for all others."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.claims.arithmetic import REFUSALS

SUM, DIFFERENCE = "/v1/aggregates?op=sum&", "/v1/aggregates?op=difference&"


def figures(*names: str) -> str:
    """``figures("L1", "L3")`` is ``figure=losses-0001,losses-0003``."""
    return "figure=" + ",".join(f"{DATASETS[name[0]]}-{int(name[1:]):04}" for name in names)


DATASETS = {"L": "losses", "D": "displacement", "T": "territory", "P": "population"}
UNHCR = "metric=refugees&subject=refugees"


def summary(document: dict) -> str:
    gaps = "".join(
        f", without {gap['from']}/{gap['to']}" for gap in document["coverage"]["missing"]
    )
    return f"{document['what']}: {document['text']}, {document['start']}/{document['end']}{gaps}"


@pytest.mark.parametrize(
    ("address", "document"),
    [
        (SUM + figures("L1", "L3"), "sum: 625,260, 2022-02-24/2024-09-08"),
        (DIFFERENCE + figures("L1", "L2"), "flow: 1,270, 2024-09-08/2024-09-08"),
        (DIFFERENCE + figures("L5", "L1"), "flow: 2,650, 2024-09-08/2024-09-09"),
        (SUM + figures("L3", "L4"), "sum: 2,650, 2024-09-08/2024-09-09"),
        (SUM + figures("L1", "L3", "L4"), "sum: 626,640, 2022-02-24/2024-09-09"),
        (SUM + figures("L3", "L4", "L6"),
         "sum: at least 3,850, 2024-09-08/2024-09-12, without 2024-09-10/2024-09-11"),
        (SUM + figures("L8", "L9"), "sum: 5,089, 2022-03-01/2022-04-30"),
        (SUM + figures("L8", "L9") + "&known_at=2023-12-31",
         "sum: 4,954, 2022-03-01/2022-04-30"),
        (SUM + figures("L8", "L9") + "&as_of=2026-04-11", "sum: 4,954, 2022-03-01/2022-04-30"),
        (DIFFERENCE + figures("L10", "L11"), "flow: 207, 2024-11-25/2024-11-26"),
        (DIFFERENCE + figures("L13", "L14"), "flow: 117, 2026-03-11/2026-03-12"),
        (SUM + figures("L12", "L14"),
         "sum: at least 4,734, 2023-10-08/2026-03-12, without 2024-12-05/2026-03-01"),
        (SUM + figures("L21", "L22"), "sum: more than 100, 2024-08-12/2024-08-13"),
        (SUM + figures("L19", "L21"),
         "sum: at least 110, 2024-08-10/2024-08-12, without 2024-08-11/2024-08-11"),
        (SUM + figures("L22", "L23"), "sum: about 70, 2024-08-13/2024-08-14"),
        (SUM + figures("L22", "L24"),
         "sum: 50 or more, 2024-08-13/2024-08-15, without 2024-08-14/2024-08-14"),
        (SUM + figures("L23", "L24"),
         "sum: a number that cannot be told, 2024-08-14/2024-08-15"),
        (SUM + figures("L22", "L26"), "sum: 200, 2024-08-13/2024-08-13"),
        (SUM + figures("D1", "D2", "D3"), "sum: 2,479,000, 2023-01-01/2023-12-31"),
        (SUM + figures("D1", "D3", "D4"), "sum: 1,723,000, 2023-01-01/2023-12-31"),
        (DIFFERENCE + figures("D1", "D6"), "net-change: 128,000, 2022-12-31/2023-12-31"),
        (DIFFERENCE + figures("T2", "T7"), "net-change: -2 km, 2024-08-16/2024-08-19"),
        (DIFFERENCE + figures("T5", "T8"), "net-change: 19, 2024-08-13/2024-08-20"),
        (SUM + UNHCR + "&place=de,pl,cz&on=2023-12-31",
         "sum: 2,479,000, 2023-01-01/2023-12-31"),
        (SUM + "metric=killed&claimant=ohchr&within=ua", "sum: 5,089, 2022-03-01/2022-04-30"),
    ],
)  # fmt: skip
def test_legitimate_arithmetic_returns_a_result(rivals_client, address, document):
    response = rivals_client.get(address)
    assert (response.status_code, summary(response.json)) == (200, document)


# The series that a refusal offers.
BULLETINS = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
IN_TIME = {
    "bulletins": f"/v1/series?{BULLETINS}&claimant=ua-general-staff",
    "refugees": "/v1/series?metric=refugees&subject=refugees&place=de&claimant=unhcr",
    "front": "/v1/series?metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
    "&claimant=ua-pokrovsk-city-administration-head",
    "wounded": "/v1/series?metric=wounded&subject=lb-people&place=lb"
    "&claimant=lb-public-health-ministry",
    "tanks": "/v1/series?metric=tanks-lost&subject=ru-armed-forces&place=ru-kursk"
    "&claimant=ua-general-staff",
    "killed": "/v1/series?metric=killed&subject=lb-people&place=lb"
    "&claimant=lb-public-health-ministry",
    "kursk": "/v1/series?metric=killed&subject=ru-armed-forces&place=ru-kursk"
    "&claimant=ua-general-staff",
}


def series_between(name: str, first: str, last: str) -> str:
    """The series of the days that a request is about."""
    return f"{IN_TIME[name]}&start_date={first}&end_date={last}"


# code, URL, detail, figures at fault, alternatives besides these figures
REFUSED = [
    ("mixed-metrics", SUM + figures("L10", "L15"),
     "The figures have different metrics: killed, wounded.", "L10 L15", []),
    ("mixed-metrics", SUM + figures("L27", "L22", "L23", "L1"),
     "The figures have different metrics: killed, personnel-losses.", "L22 L1",
     [SUM + figures("L22", "L23")]),
    ("mixed-claimants", SUM + figures("L1", "L7"),
     "The figures have different claimants: ua-general-staff, uk-defence-intelligence.",
     "L1 L7", [f"/v1/comparisons?{BULLETINS}&on=2024-09-07"]),
    ("mixed-subjects", SUM + figures("D1", "D3", "D8"),
     "The figures have different subjects: refugees, children.", "D1 D8",
     [SUM + figures("D1", "D3")]),
    ("stock-over-time", SUM + figures("D1", "D6"),
     "'refugees' is a stock, counted at one moment; the moments differ: 2022, 2023.", "D6 D1",
     [DIFFERENCE + figures("D6", "D1"), series_between("refugees", "2022-12-31", "2023-12-31")]),
    ("intensive-metric", SUM + figures("T2", "T7"),
     "'front-distance' is an average, a rate or a distance; it cannot be added.", "T7 T2",
     [DIFFERENCE + figures("T7", "T2"), series_between("front", "2024-08-16", "2024-08-19")]),
    ("overlapping-periods", SUM + figures("L1", "L2"),
     "losses-0001 (2022-02-24/2024-09-07) and losses-0002 (2022-02-24/2024-09-08) overlap: "
     "the same days would be counted twice.", "L1 L2",
     [DIFFERENCE + figures("L1", "L2"), series_between("bulletins", "2024-09-07", "2024-09-08")]),
    ("overlapping-periods", SUM + figures("L2", "L3"),
     "losses-0002 (2022-02-24/2024-09-08) and losses-0003 (2024-09-08) overlap: "
     "the same days would be counted twice.", "L2 L3",
     [series_between("bulletins", "2024-09-08", "2024-09-08")]),
    ("overlapping-places", SUM + figures("D1", "D2", "D4"),
     "Mazowieckie is inside Poland or may overlap with it: a common area would be "
     "counted twice.", "D2 D4", [SUM + figures("D1", "D4")]),
    ("overlapping-places", SUM + figures("D1", "D2", "D5"),  # an area across countries
     "Poland is inside Europe or may overlap with it: a common area would be counted twice.",
     "D5 D2", [SUM + figures("D1", "D2")]),
    ("overlapping-places", SUM + figures("L22", "L25"),  # the theatre of a war
     "Kursk Oblast is inside the Russo-Ukrainian war or may overlap with it: a common area would "
     "be counted twice.", "L25 L22", []),
    ("unaligned-periods", SUM + figures("L22", "L27"),
     "The places have figures for different periods; a sum needs the same periods.",
     "L22 L27", []),
    ("unknown-start", SUM + figures("L17", "L18"),
     "The start of losses-0017 is unknown, so it may overlap the others.", "L17",
     [series_between("tanks", "2024-08-19", "2024-08-20")]),
    ("different-start", DIFFERENCE + figures("L12", "L14"),
     "losses-0012 starts on 2023-10-08, losses-0014 on 2026-03-02.", "L12 L14",
     [SUM + figures("L12", "L14"), series_between("killed", "2024-12-04", "2026-03-12")]),
    ("series-break", DIFFERENCE + figures("L15", "L16"),
     "The total fell from 16,520 (losses-0015) to 16,500 (losses-0016): the difference is "
     "not the number for the days between them.", "L15 L16",
     [series_between("wounded", "2024-11-26", "2024-12-04")]),
    ("opposed-bounds", SUM + figures("L19", "L20"),
     "'at least 50' (losses-0019) is a minimum and 'up to 70' (losses-0020) is a maximum.",
     "L19 L20", [series_between("kursk", "2024-08-10", "2024-08-11")]),
    ("not-a-pair", DIFFERENCE + figures("L10", "L11", "L12"),
     "3 figures were selected; a difference needs two.", "L10 L11 L12",
     [DIFFERENCE + figures("L10", "L12"), series_between("killed", "2024-11-24", "2024-12-04")]),
    ("not-a-pair", DIFFERENCE + figures("L22", "L27"), "losses-0022 and losses-0027 differ in "
     "place.", "L22 L27", []),
    ("nothing-to-add", SUM + figures("T2"), "Only territory-0002 matches.", "T2", []),
    ("nothing-to-add", SUM + "claimant=unhcr&metric=killed", "No figure matches.", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "address", "detail", "fault", "urls"), REFUSED)
def test_a_problem_names_the_figures_at_fault_and_urls_that_work(
    rivals_client, code, address, detail, fault, urls
):
    response = rivals_client.get(address)
    problem = response.json
    ids = figures(*fault.split()).removeprefix("figure=").split(",") if fault else []
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert (problem["type"], problem["title"]) == (f"/problems/{code}", REFUSALS[code])
    assert (problem["detail"], problem["instance"]) == (detail, address)
    assert problem["errors"] == [
        {"parameter": "figure", "code": code, "detail": detail, "figures": ids}
    ]
    alternatives = problem.get("alternatives", [])
    assert alternatives == [*urls, *(f"/v1/figures/{id_}" for id_ in ids)][:5]
    assert [rivals_client.get(other).status_code for other in alternatives] == [200] * len(
        alternatives
    )
    assert rivals_client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "code", "alternatives"),
    [
        (SUM + "metric=refugees&subject=refugees&on=2023-06-01", "overlapping-places",
         [SUM + "metric=refugees&subject=refugees&on=2023-06-01&by=place",
          "/v1/figures/displacement-0005", "/v1/figures/displacement-0004"]),
        (SUM + "metric=refugees&place=de&on=2023-06-01", "mixed-subjects",
         [SUM + "metric=refugees&place=de&on=2023-06-01&by=subject",
          "/v1/figures/displacement-0001", "/v1/figures/displacement-0008"]),
        (SUM + "metric=refugees&subject=refugees&place=de", "stock-over-time",
         [DIFFERENCE + "metric=refugees&subject=refugees&place=de",
          SUM + "metric=refugees&subject=refugees&place=de&by=year",
          series_between("refugees", "2022-12-31", "2023-12-31"),
          "/v1/figures/displacement-0006", "/v1/figures/displacement-0001"]),
        (DIFFERENCE + BULLETINS + "&claimant=ua-general-staff&nature=count", "not-a-pair",
         [SUM + BULLETINS + "&claimant=ua-general-staff&nature=count",
          series_between("bulletins", "2024-09-08", "2024-09-12"),
          "/v1/figures/losses-0003", "/v1/figures/losses-0004"]),
        (SUM + BULLETINS + "&claimant=ua-general-staff&known_at=2024-09-10", "overlapping-periods",
         [DIFFERENCE + BULLETINS + "&claimant=ua-general-staff&nature=total&known_at=2024-09-10",
          SUM + BULLETINS + "&claimant=ua-general-staff&nature=count&known_at=2024-09-10",
          series_between("bulletins", "2024-09-07", "2024-09-09") + "&known_at=2024-09-10",
          "/v1/figures/losses-0001?known_at=2024-09-10",
          "/v1/figures/losses-0002?known_at=2024-09-10"]),
    ],
)  # fmt: skip
def test_filters_are_narrowed_where_a_request_used_filters(
    rivals_client, query, code, alternatives
):
    problem = rivals_client.get(query).json
    assert problem["type"] == f"/problems/{code}"
    assert [in_order(address) for address in problem["alternatives"]] == [
        in_order(address) for address in alternatives
    ]
    assert {rivals_client.get(address).status_code for address in alternatives} == {200}


def in_order(address: str) -> str:
    """The address with its parameters in alphabetical order."""
    path, _, query = address.partition("?")
    return f"{path}?{'&'.join(sorted(query.split('&')))}"


def test_every_refusal_has_a_case():
    others = {"claimant-says-otherwise"}  # in tests/curated/test_aggregates.py
    assert {row[0] for row in REFUSED} | others == set(REFUSALS)


def test_alternatives_keep_the_vintage(rivals_client):
    """losses-0028 was retracted a day later: without the clock, the sum would not be answered."""
    address = SUM + figures("L1", "L27", "L28") + "&as_of=2026-04-11"
    alternatives = rivals_client.get(address).json["alternatives"]
    assert alternatives[0] == SUM + figures("L27", "L28") + "&as_of=2026-04-11"
    assert alternatives[1:] == [
        "/v1/figures/losses-0027?as_of=2026-04-11",
        "/v1/figures/losses-0001?as_of=2026-04-11",
    ]
    assert [rivals_client.get(other).status_code for other in alternatives] == [200] * 3
    assert rivals_client.get(SUM + figures("L27", "L28")).status_code == 422


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        (SUM, "Parameter 'figure': is required if no filter is set; select figures by id, or by "
              "filters such as metric."),
        (SUM + figures("L1", "L99"), "Parameter 'figure': 'losses-0099' does not exist or does "
                                     "not match the other parameters."),
        (SUM + figures("L27", "L28"), "Parameter 'figure': 'losses-0028' does not exist or does "
                                      "not match the other parameters."),
        ("/v1/aggregates?op=average&" + figures("L1"),
         "Parameter 'op': 'average' is not one of sum, difference."),
        ("/v1/aggregates?" + figures("L1"), "Parameter 'op': sum or difference is required."),
    ],
)  # fmt: skip
def test_an_invalid_query_is_refused(rivals_client, address, detail):
    response = rivals_client.get(address.removesuffix("&"))
    assert (response.status_code, response.json["detail"]) == (422, detail)


def test_an_answer_has_the_figures_of_the_claimant_for_the_same_days(rivals_client):
    """The total and the count of the next day make the next total."""
    own = rivals_client.get(SUM + figures("L1", "L3")).json["own_figures"]
    assert own == [
        {
            "figure": "losses-0002",
            "text": "625,260",
            "place": "theatre-ru-ua",
            "period": "2022-02-24/2024-09-08",
        }
    ]
    own = rivals_client.get(DIFFERENCE + figures("L2", "L5")).json["own_figures"]
    assert [figure["figure"] for figure in own] == ["losses-0004"]


def test_a_sum_of_counts_stands_beside_the_difference_of_the_totals(rivals_client):
    totals = rivals_client.get(SUM + figures("L3", "L4")).json["difference_of_totals"]
    assert totals == {
        "figures": ["losses-0001", "losses-0005"],
        "value": 2650,
        "text": "2,650",
        "agrees": True,
    }
    for others in (figures("L4", "L6"), figures("L1", "L3"), figures("D1", "D2")):
        assert rivals_client.get(SUM + others).json["difference_of_totals"] is None


def test_filters_select_the_first_and_the_last_total(rivals_client):
    totals = DIFFERENCE + BULLETINS + "&claimant=ua-general-staff"
    document = rivals_client.get(totals).json
    assert summary(document) == "flow: 2,650, 2024-09-08/2024-09-09"
    assert document["figures"] == ["losses-0001", "losses-0005"]
    lebanon = DIFFERENCE + "metric=killed&subject=lb-people&place=lb"
    refusal = rivals_client.get(lebanon).json
    assert refusal["detail"] == "losses-0012 starts on 2023-10-08, losses-0013 on 2026-03-02."
    until = rivals_client.get(f"{lebanon}&end_date=2024-12-31").json
    assert summary(until) == "flow: 293, 2024-11-25/2024-12-04"


def rows_of(document: dict) -> list[str]:
    return [
        f"{part['part']} {part['part_name']}: "
        + (summary(part["result"]) if part["result"] else part["refusal"]["detail"])
        for part in document["data"]
    ]


def test_a_table_has_a_result_or_a_reason_for_each_part(rivals_client):
    document = rivals_client.get(SUM + UNHCR + "&claimant=unhcr&level=x&by=place").json
    assert document["errors"][0]["parameter"] == "level"
    document = rivals_client.get(SUM + UNHCR + "&claimant=unhcr&by=place").json
    assert (document["by"], document["op"]) == ("place", "sum")
    assert rows_of(document) == [
        "cz Czechia: sum: 375,000, 2023-01-01/2023-12-31",
        "de Germany: 'refugees' is a stock, counted at one moment; the moments differ: 2022, 2023.",
        "europe Europe: sum: about 5,900,000, 2023-01-01/2023-12-31",
        "pl Poland: sum: 956,000, 2023-01-01/2023-12-31",
        "pl-mazowieckie Mazowieckie: sum: 200,000, 2023-01-01/2023-12-31",
    ]
    assert document["coverage"] == {"outside": []}
    assert document["data"][1]["refusal"] == {
        "code": "stock-over-time",
        "detail": "'refugees' is a stock, counted at one moment; the moments differ: 2022, 2023.",
        "figures": ["displacement-0006", "displacement-0001"],
        "alternatives": [],
    }


@pytest.mark.parametrize(
    ("address", "rows", "outside"),
    [
        (SUM + "metric=killed&claimant=ohchr&by=month",
         ["2022-03 March 2022: sum: 4,289, 2022-03-01/2022-03-31",
          "2022-04 April 2022: sum: 800, 2022-04-01/2022-04-30"], []),
        (SUM + "metric=killed&claimant=ohchr&by=year",
         ["2022 2022: sum: at least 5,089, 2022-03-01/2022-04-30, "
          "without 2022-01-01/2022-02-28, without 2022-05-01/2022-12-31"], []),
        (SUM + BULLETINS + "&claimant=ua-general-staff&by=month",
         ["2024-09 September 2024: sum: at least 3,850, 2024-09-08/2024-09-12, "
          "without 2024-09-01/2024-09-07, without 2024-09-10/2024-09-11, "
          "without 2024-09-13/2024-09-30"],
         ["losses-0001", "losses-0002", "losses-0005"]),
        (DIFFERENCE + "metric=killed&subject=lb-people&end_date=2024-12-31&by=month",
         ["2024-11 November 2024: No figure ends in October 2024, so there is nothing to "
          "subtract.",
          "2024-12 December 2024: flow: 86, 2024-11-27/2024-12-04"], []),
        (DIFFERENCE + "metric=refugees&place=de&subject=refugees&by=year",
         ["2022 2022: No figure ends in 2021, so there is nothing to subtract.",
          "2023 2023: net-change: 128,000, 2022-12-31/2023-12-31"], []),
    ],
)  # fmt: skip
def test_a_table_by_month_or_year(rivals_client, address, rows, outside):
    document = rivals_client.get(address).json
    assert rows_of(document) == rows
    assert document["coverage"]["outside"] == outside


def test_a_table_without_a_part_is_refused(rivals_client):
    problem = rivals_client.get(SUM + "metric=killed&subject=lb-people&by=month").json
    assert problem["detail"] == "None of the 5 figures that match belongs to one month."
    other = problem["alternatives"][0]
    assert other == DIFFERENCE + "by=month&metric=killed&subject=lb-people"
    assert rows_of(rivals_client.get(other).json)


def test_a_table_is_a_file_for_a_spreadsheet(rivals_client):
    query = "op=difference&metric=killed&subject=lb-people&end_date=2024-12-31&by=month"
    response = rivals_client.get(f"/v1/aggregates.csv?{query}")
    assert response.headers["Content-Disposition"] == 'inline; filename="aggregates.csv"'
    november, december = csv.DictReader(response.text.splitlines())
    assert {name: cell for name, cell in november.items() if cell} == {
        "part": "2024-11",
        "part_name": "November 2024",
        "refusal": "not-a-pair",
        "detail": "No figure ends in October 2024, so there is nothing to subtract.",
    }
    assert {name: cell for name, cell in december.items() if cell} == {
        "part": "2024-12",
        "part_name": "December 2024",
        "what": "flow",
        "metric": "killed",
        "subject": "lb-people",
        "claimant": "lb-public-health-ministry",
        "quantifier": "unqualified",
        "value": "86",
        "text": "86",
        "unit": "person",
        "start": "2024-11-27",
        "end": "2024-12-04",
        "statement": "According to the difference of 2 figures of the Ministry of Public Health "
        "of Lebanon, 86 people had been killed in Lebanon between 27 November and 4 "
        "December 2024.",
    }


def test_a_single_result_is_a_table_of_one_row(rivals_client):
    response = rivals_client.get("/v1/aggregates.csv?op=sum&" + figures("L19", "L21"))
    [row] = csv.DictReader(response.text.splitlines())
    assert (row["part"], row["text"], row["missing"]) == (
        "",
        "at least 110",
        "2024-08-11/2024-08-11",
    )
    refused = rivals_client.get("/v1/aggregates.csv?op=sum&" + figures("L1", "L2"))
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


NAMES = [*(f"L{number}" for number in range(1, 28)), *(f"D{number}" for number in range(1, 9))]


@settings(
    derandomize=True, max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.sampled_from([SUM, DIFFERENCE]), st.lists(st.sampled_from(NAMES), min_size=2, max_size=5))
def test_every_alternative_answers(rivals_client, operation, names):
    """An offered sum has a number, an offered series a point, and an offered figure a row."""
    problem = rivals_client.get(operation + figures(*dict.fromkeys(names))).json
    for address in problem.get("alternatives", ()):
        response = rivals_client.get(address)
        assert (address, response.status_code) == (address, 200)
        answer = response.json
        if "/aggregates" in address:
            assert answer["text"]
        elif "/series" in address:
            assert answer["data"]
        elif "/comparisons" in address:
            assert len(answer["claims"]) > 1
        else:
            assert address.startswith(f"/v1/figures/{answer['id']}")


def test_an_aggregate_describes_its_result(rivals_client):
    document = rivals_client.get(SUM + figures("D1", "D2", "D3")).json
    document.pop("meta")
    assert document == {
        "what": "sum",
        "statement": "According to the sum of 3 figures of UNHCR, 2,479,000 refugees were in "
        "3 places in 2023.",
        "metric": "refugees",
        "metric_name": "refugees",
        "unit": "person",
        "kind": "stock",
        "subject": "refugees",
        "subject_name": "refugees",
        "claimant": "unhcr",
        "claimant_name": "UNHCR",
        "quantifier": "unqualified",
        "value": 2479000,
        "value_lower": None,
        "value_upper": None,
        "text": "2,479,000",
        "start": "2023-01-01",
        "end": "2023-12-31",
        "coverage": {"missing": [], "places": ["cz", "de", "pl"], "no_longer_counted": []},
        "figures": ["displacement-0001", "displacement-0002", "displacement-0003"],
        "own_figures": [],
        "difference_of_totals": None,
    }
