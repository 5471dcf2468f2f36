"""Lists of figures over HTTP. The queries are tested in tests/release/queries/test_figures.py."""

import csv
import io
import json

import pytest

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from tests.row_labels import short

ALL = "L8 L4 L5 L3 D1 P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6 D2"
HEADER = ",".join(column_names(PublishedRowSchema))
LISTS = ("losses", "evacuations", "displacement", "population", "territory", "figures")
NOTICE = (
    "Each figure is a claim. It is recorded as reported and not verified by this service. Quote it "
    "with its claimant and its hedge."
)

ANSWERS = [
    # address, rows
    ("/v1/figures", ALL),
    ("/v1/losses", "L8 L4 L5 L3 L1 L7 L6"),
    ("/v1/evacuations", "E1 E2"),
    ("/v1/displacement", "D1 D2"),
    ("/v1/population", "P3 P1 P2"),
    ("/v1/territory", "T3 T1 T2"),
    ("/v1/figures?dataset=population,territory", "P3 P1 T3 P2 T1 T2"),
    ("/v1/figures?dataset=territory&dataset=population", "P3 P1 T3 P2 T1 T2"),
    ("/v1/losses?metric=killed,wounded", "L8 L6"),
    ("/v1/losses?metric=killed&metric=wounded", "L8 L6"),
    ("/v1/losses?metric=killed,wounded&metric=tanks-lost", "L8 L7 L6"),
    ("/v1/losses?metric=killed,%20wounded", "L8 L6"),
    ("/v1/losses?metric=killed%2Cwounded", "L8 L6"),
    ("/v1/losses?metric=killed,killed", "L8"),
    ("/v1/figures?country=ukr", "P3 P1 T3 E1 P2"),
    ("/v1/figures?country=Nam", "D1"),
    ("/v1/population?within=ua-donetsk&quantifier=more-than", "P2"),
    ("/v1/territory?place=ru-kursk&on=2024-08-19", "T1 T2"),
    ("/v1/figures?start_date=2024-08-27&end_date=2024-08-27", "L8 L4 L3 D1 P3"),
    ("/v1/figures?value_min=9.5&value_max=100", "T3 L7 T2"),
    ("/v1/figures?value_max=0", "P3"),
    ("/v1/figures?exclude_belligerents=true", "L8 D1 P1 T3 D2"),
    ("/v1/figures?exclude_belligerents=false", ALL),
    ("/v1/figures?claimant_side=ru", "E2 L6"),
    ("/v1/losses?updated_after=2024-09-19", "L8 L2.4 L7 L6"),
    ("/v1/losses?history=true&place=ru-kursk", "L2.4 L2.3 L2 L2.2 L7 L6"),
    ("/v1/losses?history=false&place=ru-kursk", "L7 L6"),
    ("/v1/losses?sort=value,-id", "L7 L6 L5 L1 L3 L4 L8"),
    ("/v1/losses?sort=-value", "L4 L3 L1 L5 L6 L7 L8"),
    ("/v1/figures?limit=3&offset=15", "L6 D2"),
    ("/v1/figures?offset=17", ""),
    ("/v1/losses?country=UKR", ""),
]


def table(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))


@pytest.mark.parametrize(("address", "rows"), ANSWERS)
def test_a_query_returns_exactly_its_rows(client, address, rows):
    assert short(client.get(address).json["data"]) == rows


def test_a_page_has_the_total_and_links_to_other_pages(client, sample_release):
    response = client.get("/v1/losses?metric=personnel-losses,killed&limit=2&offset=1")
    here = "/v1/losses?metric=personnel-losses,killed&limit=2"
    assert response.content_type == "application/json"
    assert list(response.json) == ["data", "meta", "links"]
    assert short(response.json["data"]) == "L4 L5"
    assert response.json["meta"] == {
        "total": 4,
        "limit": 2,
        "offset": 1,
        "open_bounds": 0,
        "as_of": None,
        "known_at": None,
        "release": sample_release.id,
        "license": "CC-BY-4.0",
        "notice": NOTICE,
    }
    assert response.json["links"] == {
        "self": f"{here}&offset=1",
        "next": f"{here}&after=12&release={sample_release.id}",
        "prev": f"{here}&offset=0",
        "csv": "/v1/losses.csv?metric=personnel-losses,killed",
        "xlsx": "/v1/losses.xlsx?metric=personnel-losses,killed",
    }
    assert response.headers["Link"] == f'<{response.json["links"]["next"]}>; rel="next"'


def test_the_last_page_has_no_next(client):
    response = client.get("/v1/losses?limit=7")
    assert (response.json["links"]["next"], response.json["links"]["prev"]) == (None, None)
    assert "Link" not in response.headers


def test_a_page_has_its_vintage_and_open_bounds(client):
    address = "/v1/losses?value_min=650000&as_of=2024-09-30&known_at=2024-09-29"
    meta = client.get(address).json["meta"]
    vintage = {name: meta[name] for name in ("total", "open_bounds", "as_of", "known_at")}
    assert vintage == {
        "total": 0,
        "open_bounds": 1,
        "as_of": "2024-09-30",
        "known_at": "2024-09-29",
    }


@pytest.mark.parametrize("address", ["/v1/figures?limit=5", "/v1/figures?limit=5&sort=-value"])
def test_following_next_visits_every_row_once(client, address):
    visited, following = [], address
    while following:
        answer = client.get(following).json
        visited += answer["data"]
        following = answer["links"]["next"]
    whole = client.get(address.replace("limit=5", "limit=100")).json["data"]
    assert visited == whole
    assert len(visited) == 17


@pytest.mark.parametrize("name", LISTS)
def test_every_link_of_a_list_works(client, name):
    for slash in ("", "/"):
        links = client.get(f"/v1/{name}{slash}?limit=1&offset=1").json["links"]
        status_by_link = {link: client.get(link).status_code for link in links.values() if link}
        assert set(status_by_link.values()) == {200}


def test_a_row_is_flat_with_every_column_in_order(client):
    [row] = client.get("/v1/losses?metric=wounded").json["data"]
    assert list(row.items()) == [
        ("id", "losses-0006"),
        ("revision", 1),
        ("change", "new"),
        ("dataset", "losses"),
        (
            "statement",
            "The governor of Kursk Oblast said on 12 August 2024 that 121 civilians had been "
            "wounded in Kursk Oblast between 6 and 12 August 2024 (Agence France-Presse, 12 August "
            "2024).",
        ),
        ("metric", "wounded"),
        ("metric_name", "wounded"),
        ("unit", "person"),
        ("kind", "flow"),
        ("subject", "civilians"),
        ("subject_name", "civilians"),
        ("place", "ru-kursk"),
        ("place_name", "Kursk Oblast"),
        ("country", "RUS"),
        ("period", "2024-08-06/2024-08-12"),
        ("period_start", "2024-08-06"),
        ("period_end", "2024-08-12"),
        ("quantifier", "unqualified"),
        ("value", 121),
        ("value_lower", None),
        ("value_upper", None),
        ("text", "121"),
        ("claimant", "ru-kursk-governor"),
        ("claimant_name", "governor of Kursk Oblast"),
        ("claimed_on", "2024-08-12"),
        ("stance", None),
        ("basis", "stated"),
        ("verification", "unstated"),
        ("via", None),
        ("derived_from", None),
        ("source", "afp-2024-08-12"),
        ("publisher", "afp"),
        ("publisher_name", "Agence France-Presse"),
        ("published", "2024-08-12"),
        ("url", "https://example.org/afp-2024-08-12"),
        ("archive_url", "https://archive.example.org/afp-2024-08-12"),
        ("wording", "121 were injured"),
        ("note", '=HYPERLINK("http://example.org","see")'),
        ("recorded_on", "2024-09-21"),
        ("superseded_on", None),
        ("nature", "count"),
    ]


def test_fields_selects_columns_in_the_stored_order(client):
    question = "metric=killed&fields=text,value,id,note"
    assert client.get(f"/v1/losses?{question}").json["data"] == [
        {"id": "losses-0008", "value": None, "text": "between 60,000 and 100,000", "note": None}
    ]
    assert client.get(f"/v1/losses.csv?{question}").text == (
        'id,value,text,note\r\nlosses-0008,,"between 60,000 and 100,000",\r\n'
    )


def test_a_csv_file_is_rfc_4180_with_every_column(client):
    response = client.get("/v1/population.csv?claimant=ua-local-authorities")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"] == 'inline; filename="population.csv"'
    assert response.get_data().decode("utf-8") == (
        f"{HEADER}\r\n"
        'population-0003,1,new,population,"Local authorities said on 27 August 2024 that '
        'no children remained in Pokrovsk on 27 August 2024 (Ukrinform, 27 August 2024).",'
        "children-remaining,children remaining,person,stock,ua-residents,residents,ua-pokrovsk,"
        "Pokrovsk,UKR,2024-08-27,2024-08-27,2024-08-27,unqualified,0,,,0,ua-local-authorities,"
        "local authorities,2024-08-27,own,documented,unstated,,,ukrinform-2024-08-27,ukrinform,"
        "Ukrinform,2024-08-27,https://example.org/ukrinform-2024-08-27,"
        "https://archive.example.org/ukrinform-2024-08-27,no children remain,,2024-08-28,,stock\r\n"
        'population-0002,1,new,population,"Local authorities said on 19 August 2024 that more than '
        "53,000 people remained in Pokrovsk Urban Hromada on 19 August 2024 (Ukrinform, "
        '19 August 2024).",remaining-residents,remaining residents,person,stock,ua-residents,'
        "residents,ua-pokrovsk-hromada,Pokrovsk Urban Hromada,UKR,2024-08-19,2024-08-19,"
        '2024-08-19,more-than,53000,,,"more than 53,000",ua-local-authorities,local authorities,'
        "2024-08-19,own,stated,disputed,,,ukrinform-2024-08-19,ukrinform,Ukrinform,2024-08-19,"
        "https://example.org/ukrinform-2024-08-19,"
        "https://archive.example.org/ukrinform-2024-08-19,"
        '"понад 53 тисячі мешканців, «громада»","Printed as ""понад"", that is, more than.",'
        "2024-08-21,,stock\r\n"
    )


def test_an_empty_result_is_an_empty_list_and_a_csv_file_with_its_header(client):
    assert client.get("/v1/losses?country=UKR").json["data"] == []
    assert client.get("/v1/losses.csv?country=UKR").text == f"{HEADER}\r\n"
    assert client.get("/v1/losses.csv?country=UKR&fields=id,value").text == "id,value\r\n"


def test_a_formula_is_escaped_in_csv_only(client):
    [row] = table(client.get("/v1/losses.csv?metric=wounded&fields=note"))
    assert row == {"note": '\'=HYPERLINK("http://example.org","see")'}


@pytest.mark.parametrize("name", LISTS)
def test_json_csv_and_ndjson_have_the_same_rows(client, name):
    rows = client.get(f"/v1/{name}?history=true").json["data"]
    cells = [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in rows
    ]
    unescaped = [
        {**row, "note": row["note"].removeprefix("'")}
        for row in table(client.get(f"/v1/{name}.csv?history=true"))
    ]
    lines = client.get(f"/v1/{name}.ndjson?history=true").text.splitlines()
    assert unescaped == cells
    assert [json.loads(line) for line in lines] == rows


@pytest.mark.parametrize("name", LISTS[:-1])
def test_a_dataset_has_the_same_rows_as_a_filter_on_all_figures(client, name):
    whole = client.get(f"/v1/figures?dataset={name}").json["data"]
    assert client.get(f"/v1/{name}").json["data"] == whole


def test_a_csv_file_is_never_a_page(curated_client):
    page = curated_client.get("/v1/losses").json
    rows = table(curated_client.get("/v1/losses.csv"))
    assert len(page["data"]) == 100
    assert len(rows) == page["meta"]["total"] > 100
    assert [row["id"] for row in rows[:100]] == [row["id"] for row in page["data"]]
