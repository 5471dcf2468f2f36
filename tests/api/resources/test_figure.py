"""One figure by its id."""

import pytest


def test_a_figure_equals_its_row_in_the_list(client):
    for row in client.get("/v1/figures").json["data"]:
        response = client.get(f"/v1/figures/{row['id']}")
        assert (response.status_code, response.json) == (200, row)


def test_a_retracted_figure_is_returned_as_retracted(client):
    row = client.get("/v1/figures/losses-0002").json
    columns = {name: row[name] for name in ("revision", "change", "value", "recorded_on", "note")}
    assert columns == {
        "revision": 4,
        "change": "retracted",
        "value": 90,
        "recorded_on": "2024-09-20",
        "note": "The claimant withdrew it.",
    }


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/v1/figures/losses-9999", "There is no figure 'losses-9999'."),
        ("/v1/figures/Losses-0001", "There is no figure 'Losses-0001'."),
        ("/v1/figures/losses-0002?as_of=2024-08-31",
         "There is no figure 'losses-0002' on that day."),
    ],
)  # fmt: skip
def test_a_figure_that_does_not_exist_is_not_found(client, address, detail):
    response = client.get(address)
    assert (response.status_code, response.json["detail"]) == (404, detail)


@pytest.mark.parametrize(("figure_id", "status"), [("losses-0001", 304), ("losses-9999", 404)])
def test_any_etag_matches_only_a_figure_that_exists(client, figure_id, status):
    response = client.get(f"/v1/figures/{figure_id}", headers={"If-None-Match": "*"})
    assert response.status_code == status
