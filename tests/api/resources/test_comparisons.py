"""Comparisons of rival claims over HTTP."""

import csv
import io
import shutil

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.ledger_edits import POPULATION, append

NEAREST_TROOPS = "metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
LEFT = "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
KURSK = "metric=settlements-controlled&subject=ua-armed-forces&place=ru-kursk"
LOST = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
MARCH = "metric=killed&subject=ua-civilians&place=ua"


def summary(document: dict) -> str:
    """Claims, verdicts and ratio: ``T4 28 | T5 74 | conflicting | 2.6429``."""
    texts = [f"{_short(row['id'])} {row['text']}" for row in document["claims"]]
    verdicts = [verdict["verdict"] for verdict in document["verdicts"]]
    return " | ".join([*texts, *verdicts, str(document["ratio"])])


def _short(figure: str) -> str:
    dataset, serial = figure.split("-")
    return f"{dataset[0].upper()}{int(serial)}"


@pytest.mark.parametrize(
    ("query", "document"),
    [
        (f"{NEAREST_TROOPS}&on=2024-08-20",
         "T3 12 km | T2 11 km | T1 about 10 km | conflicting | indeterminate | indeterminate | "
         "1.2"),
        (f"{NEAREST_TROOPS}&on=2024-08-18", "T7 13 km | T1 about 10 km | indeterminate | 1.3"),
        (f"{NEAREST_TROOPS}&on=2024-08-19&known_at=2024-08-19",  # "about 10" was not yet printed
         "T3 12 km | T2 11 km | conflicting | 1.0909"),
        (f"{NEAREST_TROOPS}&on=2024-08-15", "None"),
        (f"{LEFT}&on=2024-08-20", "P1 53,000 | P2 59,000 | conflicting | 1.1132"),
        (f"{LEFT}-hromada&on=2024-08-20", "P3 more than 53,000 | None"),
        (f"{KURSK}&on=2024-08-12", "T4 28 | None"),
        (f"{KURSK}&on=2024-08-13", "T4 28 | T5 74 | conflicting | 2.6429"),
        (f"{KURSK}&on=2024-08-19", "T4 28 | T6 82 | conflicting | 2.9286"),
        (f"{KURSK}&on=2024-08-20", "T4 28 | T8 93 | not-comparable | None"),
        (f"{KURSK}&on=2024-08-20&tolerance_days=8", "T4 28 | T8 93 | conflicting | 3.3214"),
        (f"{KURSK}&on=2024-08-13&tolerance_days=0", "T4 28 | T5 74 | not-comparable | None"),
        (f"{KURSK}&on=2024-08-20&known_at=2024-08-14", "T4 28 | T5 74 | conflicting | 2.6429"),
        (f"{KURSK}&as_of=2026-04-10", "None"),
        (f"{LOST}&on=2024-09-07",
         "L1 623,990 | L7 more than 610,000 | not-independent | None"),
        (f"{LOST}&on=2024-09-09",  # the daily count of the same day is another question
         "L5 626,640 | L7 more than 610,000 | not-independent | None"),
        (f"{MARCH}&on=2022-03-31", "L8 4,289 | None"),
        (f"{MARCH}&on=2022-03-31&known_at=2023-12-31", "L8 4,154 | None"),
        (f"{MARCH}&on=2022-03-31&known_at=2024-02-22", "L8 4,289 | None"),
        (f"{MARCH}&on=2022-03-31&known_at=2023-02-20", "None"),
        (f"{MARCH}&on=2022-03-31&as_of=2026-04-11", "L8 4,154 | None"),
    ],
)  # fmt: skip
def test_a_comparison_has_the_latest_figure_of_every_claimant(rivals_client, query, document):
    response = rivals_client.get(f"/v1/comparisons?{query}")
    assert (response.status_code, summary(response.json)) == (200, document)


def test_a_comparison_includes_stance_basis_and_age(rivals_client):
    document = rivals_client.get(f"/v1/comparisons?{KURSK}&on=2024-08-19").json
    columns = ("claimant", "stance", "basis", "period_end", "age_days", "claimed_on")
    assert [tuple(row[name] for name in columns) for row in document["claims"]] == [
        ("ru-kursk-governor", "adverse", "stated", "2024-08-12", 7, "2024-08-12"),
        ("ua-commander-in-chief", "own", "stated", "2024-08-15", 4, "2024-08-15"),
    ]
    assert document["verdicts"] == [
        {
            "figures": ["territory-0004", "territory-0006"],
            "claimants": ["ru-kursk-governor", "ua-commander-in-chief"],
            "verdict": "conflicting",
            "reason": "'28' and '82' share no number",
        }
    ]
    assert (document["lowest"], document["highest"]) == (
        {"figure": "territory-0004", "claimant": "ru-kursk-governor", "value": 28},
        {"figure": "territory-0006", "claimant": "ua-commander-in-chief", "value": 82},
    )
    assert document["question"] == {
        "metric": "settlements-controlled",
        "subject": "ua-armed-forces",
        "place": "ru-kursk",
        "metric_name": "settlements under control",
        "subject_name": "armed forces of Ukraine",
        "place_name": "Kursk Oblast",
        "on": "2024-08-19",
        "tolerance_days": 7,
    }


@pytest.mark.parametrize(
    ("metric", "related"),
    [
        ("killed", ["composite killed-or-wounded"]),
        ("killed-or-wounded", ["component killed", "component wounded"]),
        ("personnel-losses", []),
    ],
)
def test_composites_are_linked_and_never_mixed(rivals_client, metric, related):
    query = f"metric={metric}&subject=ua-civilians&place=ua"
    document = rivals_client.get(f"/v1/comparisons?{query}").json
    assert [f"{other['relation']} {other['metric']}" for other in document["related"]] == related
    assert {row["metric"] for row in document["claims"]} <= {metric}
    assert [rivals_client.get(other["address"]).status_code for other in document["related"]] == [
        200
    ] * len(related)


@pytest.mark.parametrize(
    ("query", "newest", "reason"),
    [
        (f"{KURSK}&on=2024-08-19", "territory-0006",
         "Of 2 comparable claims, whose periods end from 12 to 15 August 2024."),
        (f"{KURSK}&on=2024-08-20", "territory-0008",
         "No period of another claimant ends within 7 days of the newest "
         "(Commander-in-chief of Ukraine, until 20 August 2024)."),
        (f"{KURSK}&on=2024-08-12", "territory-0004",
         "There is only one claimant: Governor of Kursk Oblast."),
        (f"{KURSK}&on=2024-08-01", None, "No claimant answers."),
        (f"{LOST}&on=2024-09-07", "losses-0007",
         "The figures of UK Defence Intelligence are based on those of General Staff of Ukraine."),
    ],
)  # fmt: skip
def test_a_comparison_explains_its_ratio(rivals_client, query, newest, reason):
    document = rivals_client.get(f"/v1/comparisons?{query}").json
    assert (document["newest"], document["ratio_reason"]) == (newest, reason)
    is_null = [document[name] is None for name in ("lowest", "highest", "ratio")]
    assert len(set(is_null)) == 1


@pytest.mark.parametrize(
    ("query", "partners"),
    [
        (f"{NEAREST_TROOPS}&on=2024-08-20",
         [("T3", 2, None), ("T2", 2, "conflicting"), ("T1", 2, "indeterminate")]),
        (f"{KURSK}&on=2024-08-20", [("T4", 0, "not-comparable"), ("T8", 0, None)]),
        (f"{LOST}&on=2024-09-07", [("L1", 0, "not-independent"), ("L7", 0, None)]),
    ],
)  # fmt: skip
def test_each_claim_has_its_partners_and_its_verdict_with_the_newest(
    rivals_client, query, partners
):
    rows = rivals_client.get(f"/v1/comparisons?{query}").json["claims"]
    assert partners == [
        (_short(row["id"]), row["comparable_with"], row["verdict_with_newest"]) for row in rows
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "T3 T2 T1"),
        ("&sort=claimant", "T3 T2 T1"),
        ("&sort=value", "T1 T2 T3"),
        ("&sort=-value", "T3 T2 T1"),
        ("&sort=period_end,-value", "T1 T3 T2"),
        ("&sort=-claimed_on&sort=value", "T1 T2 T3"),
    ],
)
def test_claims_are_sorted_alike_in_json_and_csv(rivals_client, sort, order):
    query = f"{NEAREST_TROOPS}&on=2024-08-20{sort}"
    claims = rivals_client.get(f"/v1/comparisons?{query}").json["claims"]
    table = csv.DictReader(io.StringIO(rivals_client.get(f"/v1/comparisons.csv?{query}").text))
    orders = [" ".join(_short(row["id"]) for row in rows) for rows in (claims, table)]
    assert orders == [order, order]


def test_a_claim_cannot_be_sorted_by_another_column(rivals_client):
    response = rivals_client.get(f"/v1/comparisons?{KURSK}&sort=values")
    assert (response.status_code, response.json["errors"][0]["parameter"]) == (422, "sort")
    assert "did you mean 'value'?" in response.json["detail"]


def test_no_comparison_has_a_mean_a_median_or_a_winner(rivals_client):
    document = rivals_client.get(f"/v1/comparisons?{NEAREST_TROOPS}").json
    assert sorted(document) == [
        "claims", "highest", "lowest", "meta", "newest", "question", "ratio", "ratio_reason",
        "related", "verdicts",
    ]  # fmt: skip


def test_a_comparison_is_available_as_csv(rivals_client):
    text = rivals_client.get(f"/v1/comparisons.csv?{NEAREST_TROOPS}&on=2024-08-20").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["claimant"], row["text"], row["age_days"], row["verdicts"]) for row in rows] == [
        ("euromaidan-press", "12 km", "1",
         "conflicting with ua-pokrovsk-city-administration-head; "
         "indeterminate with unnamed-outlet"),
        ("ua-pokrovsk-city-administration-head", "11 km", "1",
         "conflicting with euromaidan-press; indeterminate with unnamed-outlet"),
        ("unnamed-outlet", "about 10 km", "2",
         "indeterminate with euromaidan-press; "
         "indeterminate with ua-pokrovsk-city-administration-head"),
    ]  # fmt: skip


def test_a_comparison_as_csv_has_the_reasons_of_its_verdicts(rivals_client):
    text = rivals_client.get(f"/v1/comparisons.csv?{KURSK}&on=2024-08-19").text
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = ("comparable_with", "verdict_with_newest", "verdict_reasons")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("1", "conflicting", "conflicting with ua-commander-in-chief (territory-0006): "
                             "'28' and '82' share no number"),
        ("1", "", "conflicting with ru-kursk-governor (territory-0004): "
                  "'28' and '82' share no number"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def two_numbers_client(rivals, tmp_path_factory):
    """The rivals, with a second number of the head of Pokrovsk for the same day."""
    folder = tmp_path_factory.mktemp("two-numbers")
    datasets = folder / "datasets"
    shutil.copytree(rivals, datasets)
    later = {"value": "61000", "wording": "61,000 people remain", "claimed_on": "2024-08-20"}
    note = "Another number for the day of population-0002."
    append(POPULATION, 3, figure_id="population-0099", **later, note=note)(datasets)
    build(folder_at(datasets), folder / "instance")
    config = Config(datasets=datasets, instance=folder / "instance")
    return create_app(config).test_client()


def test_two_numbers_of_one_claimant_for_one_day_are_both_shown(two_numbers_client):
    query = f"{LEFT}&on=2024-08-20"
    document = two_numbers_client.get(f"/v1/comparisons?{query}").json
    assert summary(document) == (
        "P1 53,000 | P2 59,000 | P99 61,000 | conflicting | conflicting | same-claimant | 1.1509"
    )
    assert document["verdicts"][-1] == {
        "figures": ["population-0002", "population-0099"],
        "claimants": ["ua-pokrovsk-city-administration-head"] * 2,
        "verdict": "same-claimant",
        "reason": "Head of Pokrovsk said '59,000' on 19 August 2024 and '61,000' on 20 August 2024",
    }
    table = two_numbers_client.get(f"/v1/comparisons.csv?{query}").text
    assert "same-claimant with ua-pokrovsk-city-administration-head (population-0099)" in table
    drawing = two_numbers_client.get(f"/v1/comparisons.svg?{query}").text
    assert all(number in drawing for number in ("53,000", "59,000", "61,000"))


def test_one_number_of_a_claimant_is_shown_before_the_day_of_the_other(two_numbers_client):
    query = f"{LEFT}&on=2024-08-20&known_at=2024-08-19"
    document = two_numbers_client.get(f"/v1/comparisons?{query}").json
    assert summary(document) == "P1 53,000 | P2 59,000 | conflicting | 1.1132"


def test_an_empty_comparison_as_csv_keeps_its_header(rivals_client):
    text = rivals_client.get(f"/v1/comparisons.csv?{NEAREST_TROOPS}&on=2024-01-01").text
    assert len(text.splitlines()) == 1
