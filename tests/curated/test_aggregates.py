"""Sums and differences of the curated figures that readers got wrong elsewhere."""

from typing import Any

import pytest
from flask.testing import FlaskClient

SUM, DIFFERENCE = "/v1/aggregates?op=sum&", "/v1/aggregates?op=difference&"
GAZA = "metric=killed&subject=gaza-population&place=ps-gaza-strip&claimant=gaza-health-ministry"
FROM_VIETNAM = "metric=refugees&claimant=unhcr&subject=vn-people"
FROM_UKRAINE = "metric=refugees&claimant=unhcr&subject=ua-people"


def figure_until(client: FlaskClient, day: str, period: str = "") -> dict[str, Any]:
    """The ministry's total until a day, or its count of the day."""
    rows = client.get(f"/v1/losses?{GAZA}&start_date={day}&claimed_to={day}").json["data"]
    [row] = [row for row in rows if row["period"] == (period or f"2023-10-07/{day}")]
    return row


def test_a_total_and_the_counts_after_it_are_not_the_next_total(curated_client):
    """62,498 from the counts of August 2025; the ministry says 63,459."""
    days = [f"2025-08-{day:02}" for day in range(2, 32)]
    parts = [figure_until(curated_client, "2025-08-01")]
    parts += [figure_until(curated_client, day, day) for day in days]
    assert sum(part["value"] for part in parts) == 62_498
    own = figure_until(curated_client, "2025-08-31")
    ids = ",".join(part["id"] for part in parts)
    problem = curated_client.get(f"{SUM}figure={ids}").json
    assert problem["type"] == "/problems/claimant-says-otherwise"
    assert problem["detail"] == (
        "The figures add up to 62,498 for 7 October 2023 to 31 August 2025. The claimant's own "
        f"figure for it is 63,459 ({own['id']})."
    )
    assert problem["errors"][0]["figures"] == [own["id"]]
    assert problem["alternatives"][0] == f"/v1/figures/{own['id']}"
    offered = [curated_client.get(url).json for url in problem["alternatives"]]
    assert [answer["value"] for answer in offered if "what" in answer] == [2_166]


def test_the_alternatives_keep_to_the_dates_of_the_request(curated_client):
    august = f"{GAZA}&claimed_from=2025-08-01&claimed_to=2025-08-31"
    problem = curated_client.get(SUM + august).json
    assert problem["type"] == "/problems/overlapping-periods"
    difference, counts = (curated_client.get(url).json for url in problem["alternatives"][:2])
    assert (difference["what"], difference["value"]) == ("flow", 3_127)
    assert (difference["start"], difference["end"]) == ("2025-08-02", "2025-08-31")
    assert (counts["what"], counts["value"], len(counts["figures"])) == ("sum", 2_248, 31)
    assert (counts["start"], counts["end"]) == ("2025-08-01", "2025-08-31")
    assert "nature=count" in problem["alternatives"][1]


def test_any_number_of_counts_is_added_by_filters(curated_client):
    summer = f"{GAZA}&nature=count&ends_from=2025-04-08&ends_to=2025-08-14"
    document = curated_client.get(SUM + summer).json
    assert len(document["figures"]) > 100


def test_a_sum_that_a_total_of_the_claimant_contradicts_is_refused(curated_client):
    spring = f"{GAZA}&nature=count&ends_from=2025-03-18&ends_to=2025-10-10"
    detail = curated_client.get(SUM + spring).json["detail"]
    assert detail.startswith(
        "The figures add up to 12,541 for 18 March to 18 September 2025. "
        "The claimant's own figure for it is 12,590 (losses-38119)."
    )


def test_a_difference_that_the_count_of_the_day_contradicts_is_refused(curated_client):
    """359 more until 23 August 2025, of which the ministry counts 61 for that day."""
    ids = ",".join(figure_until(curated_client, day)["id"] for day in ("2025-08-22", "2025-08-23"))
    problem = curated_client.get(f"{DIFFERENCE}figure={ids}").json
    count = figure_until(curated_client, "2025-08-23", "2025-08-23")
    assert problem["detail"] == (
        "The difference of the totals is 359 for 23 August 2025. The claimant's own figure for it "
        f"is 61 ({count['id']})."
    )


def test_a_month_of_counts_and_a_month_of_totals_stand_beside_each_other(curated_client):
    summer = f"{GAZA}&start_date=2025-05-31&claimed_to=2025-09-30&by=month"
    counts, totals = (curated_client.get(op + summer).json["data"] for op in (SUM, DIFFERENCE))
    months = ["2025-06", "2025-07", "2025-08", "2025-09"]
    assert {part["part"]: part["result"]["value"] for part in counts if part["part"] in months} == {
        "2025-06": 2_085, "2025-07": 2_877, "2025-08": 2_248, "2025-09": 1_901,
    }  # fmt: skip
    assert {part["part"]: part["result"]["value"] for part in totals if part["part"] in months} == {
        "2025-06": 2_150, "2025-07": 3_718, "2025-08": 3_210, "2025-09": 2_638,
    }  # fmt: skip


def test_counts_that_do_not_add_up_to_the_totals_say_so(curated_client):
    august = f"{GAZA}&nature=count&ends_from=2025-08-01&ends_to=2025-08-31"
    document = curated_client.get(SUM + august).json
    totals = document["difference_of_totals"]
    assert (document["value"], totals["value"], totals["agrees"]) == (2_248, 3_210, False)


def lost_places(document: dict[str, Any]) -> list[str]:
    return [
        f"{lost['place_name']} {lost['text']} {lost['period']}"
        for lost in document["coverage"]["no_longer_counted"]
    ]


@pytest.mark.parametrize(
    ("query", "quantifier", "value", "lost"),
    [
        (f"{FROM_VIETNAM}&on=2021-12-31", "unqualified", 317_737, []),
        (f"{FROM_VIETNAM}&on=2022-12-31", "at-least", 17_507,
         ["Austria 5 2021-12-31", "China 303,107 2021-12-31", "Indonesia 15 2021-12-31",
          "Malaysia 5 2021-12-31"]),
        (f"{FROM_VIETNAM}&on=2022-12-31&place=cn,us,fr,at", "at-least", 8_311,
         ["Austria 5 2021-12-31", "China 303,107 2021-12-31"]),
        (f"{FROM_VIETNAM}&on=2022-12-31&place=us,fr", "unqualified", 8_311, []),
        (f"{FROM_VIETNAM}&on=2022-12-31&country=usa,fra,chn", "at-least", 8_311,
         ["China 303,107 2021-12-31"]),
        # The last counts before were of Europe and of the world, which contain most of the hosts.
        (f"{FROM_UKRAINE}&on=2024-12-31", "unqualified", 5_120_036, []),
        (f"{FROM_UKRAINE}&on=2025-12-31", "at-least", 5_224_131, ["South Africa 5 2024-12-31"]),
    ],
)  # fmt: skip
def test_a_sum_of_refugees_names_the_hosts_that_are_no_longer_counted(
    curated_client, query, quantifier, value, lost
):
    document = curated_client.get(SUM + query).json
    assert (document["quantifier"], document["value"]) == (quantifier, value)
    assert lost_places(document) == lost


def test_a_table_by_year_names_the_hosts_that_are_no_longer_counted(curated_client):
    parts = curated_client.get(f"{SUM}{FROM_VIETNAM}&by=year").json["data"]
    [year] = [part["result"] for part in parts if part["part"] == "2022"]
    assert (year["text"], lost_places(year)[1]) == ("at least 17,507", "China 303,107 2021-12-31")


REFUSED = [
    SUM + "metric=killed&place=ps-gaza-strip",
    SUM + f"{GAZA}&ends_from=2025-08-01&ends_to=2025-08-31",
    SUM + "metric=refugees&claimant=unhcr&subject=ua-people&place=pl",
    SUM + "metric=refugees&claimant=unhcr&place=pl&on=2023-12-31",
    SUM + "metric=tanks-lost&place=theatre-ru-ua&claimant=ua-general-staff&ends_from=2024-01-01",
    SUM + "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk",
    SUM + "metric=residents&claimant=ua-state-statistics-service&within=ua-donetsk",
    SUM + "metric=personnel-losses&claimant=ua-general-staff&by=month&ends_to=2022-06-30",
    SUM + "metric=front-distance",
    DIFFERENCE + "metric=killed&claimant=un-ohchr&subject=ua-civilians",
    DIFFERENCE + "metric=refugees&claimant=unhcr&subject=ua-people&place=pl,de",
]


@pytest.mark.parametrize("address", REFUSED)
def test_no_alternative_answers_nothing(curated_client, address):
    problem = curated_client.get(address).json
    assert problem["status"] == 422
    assert len(problem["alternatives"]) > 1
    for alternative in problem["alternatives"]:
        answer = curated_client.get(alternative).json
        if "by=" in alternative:
            assert [part for part in answer["data"] if part["result"]]
        elif "/aggregates" in alternative:
            assert answer["text"]
        else:
            assert answer.get("data") or answer.get("claims") or answer["id"]


def test_figures_chosen_by_id_are_all_that_is_meant(curated_client):
    ids = curated_client.get(f"{SUM}{FROM_VIETNAM}&on=2022-12-31").json["figures"]
    document = curated_client.get(f"{SUM}figure={','.join(ids)}").json
    assert (document["quantifier"], lost_places(document)) == ("unqualified", [])
