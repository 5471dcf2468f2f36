"""The pages of conflicts: found by people's words, with the newest and the rival claims."""

import re

import pytest

GAZA = (
    "The Ministry of Health in Gaza said on 22 August 2026 that 73,419 people had been killed in "
    "the Gaza Strip since 7 October 2023 (Tech for Palestine, 22 August 2026)."
)


def text_of(client, address: str) -> str:
    """The words of the main part of a page."""
    main = client.get(address).text.partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def headings(client, address: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", client.get(address).text)


@pytest.mark.parametrize(
    ("terms", "conflict"),
    [
        ("Sudan", "sudan"),
        ("El Fasher", "sudan"),
        ("Gaza deaths", "gaza"),
        ("Sudanese deaths in 2025", "sudan"),
        ("myanmar", "myanmar"),
        ("Haiti gangs", "haiti"),
        ("the Sahel", "sahel"),
        ("war in Ukraine", "russia-ukraine"),
        ("війна", "russia-ukraine"),
    ],
)
def test_a_search_lists_the_war_that_is_meant_first(curated_client, terms, conflict):
    page = curated_client.get("/search", query_string={"q": terms}).text
    assert re.findall(r'href="/conflicts/([a-z-]+)"', page)[0] == conflict


@pytest.mark.parametrize("terms", ["war in", "Pokrovsk residents", "tanks 2025"])
def test_a_search_for_no_war_lists_none(curated_client, terms):
    page = curated_client.get("/search", query_string={"q": terms}).text
    assert 'href="/conflicts/' not in page


def test_the_page_of_a_conflict_states_the_newest_total_of_each_claimant(curated_client):
    page = text_of(curated_client, "/conflicts/gaza")
    newest = page.partition("Newest claims")[2].partition("How many")[0]
    assert GAZA in newest
    assert newest.count("The Ministry of Health in Gaza said") == 1


def test_rival_claims_on_one_question_stand_together(curated_client):
    page = text_of(curated_client, "/conflicts/gaza")
    killed = page.partition("How many people had been killed in the Gaza Strip")[2]
    claims = killed.partition("over time")[0]
    assert GAZA in claims
    assert "The Government Media Office in Gaza said on" in claims


def test_refugees_from_elsewhere_are_not_of_the_war_of_their_host(curated_client):
    titles = headings(curated_client, "/conflicts/sudan")
    assert "How many refugees from Sudan were in Chad" in titles
    assert not [title for title in titles if "refugees from" in title and "Sudan were" not in title]


def test_the_list_and_the_home_page_give_the_newest_claim_of_each_conflict(curated_client):
    assert GAZA in text_of(curated_client, "/conflicts")
    assert GAZA in text_of(curated_client, "/")


def test_a_conflict_that_is_not_in_the_table_is_not_found(client):
    response = client.get("/conflicts/nowhere")
    assert response.status_code == 404
    assert response.json["detail"] == "There is no conflict 'nowhere'."


def test_the_conflict_of_the_sample_has_its_claims(client):
    page = text_of(client, "/conflicts/russia-ukraine")
    assert "since 20 February 2014" in page
    assert "How many members of the armed forces of Russia had been killed or wounded" in page
