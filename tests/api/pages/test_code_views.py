"""The pages of a claimant, a place and a metric: all their questions with the latest figure."""

import re

import pytest


def text_of(client, address: str) -> str:
    main = client.get(address).text.partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_claimant_has_all_its_questions_with_their_latest_figures(client):
    page = text_of(client, "/claimants/ua-president")
    assert "President of Ukraine" in page
    assert "3 questions answered" in page
    assert "more than 1,250 km²" in page
    assert "fewer than 40" in page


def test_a_metric_has_its_definition_and_who_claims_it(client):
    page = text_of(client, "/metrics/killed-or-wounded")
    assert "Killed and wounded in one number." in page
    assert "more than 600,000" in page
    assert "Government of Ukraine" in page


def test_a_place_has_the_places_within_it(client):
    page = client.get("/places/ua-pokrovsk-hromada").text
    assert '<a href="/places/ua-pokrovsk">Pokrovsk</a>' in page


@pytest.mark.parametrize("address", ["/claimants/nobody", "/places/nowhere", "/metrics/nothing"])
def test_a_code_that_does_not_exist_has_no_page(client, address):
    assert client.get(address).status_code == 404


def test_a_code_without_figures_says_so(client):
    assert "No figure is recorded of this claimant." in text_of(client, "/claimants/ukrinform")


def test_the_page_of_a_figure_links_its_claimant_metric_and_place(client):
    page = client.get("/figures/losses-0001").text
    for link in ("/claimants/ua-government", "/metrics/killed-or-wounded", "/places/theatre-ru-ua"):
        assert f'<a href="{link}">' in page
