"""The page of a figure: its chart, its note, and the licence of its source."""

import re

import pytest

REMAINING = "metric=remaining-residents&amp;subject=ua-residents&amp;place=ua-pokrovsk"


@pytest.mark.parametrize(
    ("figure", "query"),
    [
        ("population-0012", f"{REMAINING}&amp;claimant=ua-donetsk-oblast-administration-head"),
        (
            "losses-0001",
            "metric=killed-or-wounded&amp;subject=ru-armed-forces&amp;place=theatre-ru-ua",
        ),
    ],
    ids=["claimed-repeatedly", "claimed-once-with-rivals"],
)
def test_the_chart_shows_the_claimant_over_time_or_else_the_rivals(curated_client, figure, query):
    assert f'src="/v1/series.svg?{query}"' in curated_client.get(f"/figures/{figure}").text


def test_a_figure_without_other_claims_has_no_chart(client):
    page = client.get("/figures/displacement-0001").text
    assert "<p>There are no other figures on this question.</p>" in page
    assert "series.svg" not in page


@pytest.mark.parametrize(
    ("question", "licence"),
    [
        ("/v1/losses?claimant=ua-government&metric=killed-or-wounded", "single printed figure"),
        (
            "/v1/displacement?claimant=unhcr&metric=refugees&place=af&on=2016-12-31",
            '<a href="https://creativecommons.org/licenses/by/4.0/" rel="noreferrer">CC BY 4.0</a>',
        ),
    ],
)
def test_the_licence_of_the_source_stands_after_the_source(curated_client, question, licence):
    facts = facts_on_page(curated_client, first_id(curated_client, question))
    assert facts["Licence of the source"] == licence
    names = list(facts)
    assert names[names.index("Source") + 1] == "Licence of the source"


def test_the_note_on_a_source_says_what_was_not_read(curated_client):
    question = "/v1/losses?claimant=oryx&metric=tanks-lost"
    facts = facts_on_page(curated_client, first_id(curated_client, question))
    assert facts["Note on the source"].startswith(
        "Scraped from Oryx&#39;s list; the licence is the scraper&#39;s, and Oryx&#39;s own terms "
        "were not read."
    )


def test_the_count_of_a_report_says_that_its_date_is_that_of_the_report(curated_client):
    question = (
        "/v1/losses?claimant=gaza-health-ministry&metric=killed&subject=gaza-population"
        "&start_date=2025-08-23&claimed_to=2025-08-23&value_max=100"
    )
    assert facts_on_page(curated_client, first_id(curated_client, question))["Note"] == (
        "As reported for the 24 hours to 23 August 2025. The date is that of the report; the day "
        "of death may differ. Without bodies recovered and deaths of earlier days that a committee "
        "of the ministry accepted later; the total has them."
    )


def first_id(client, question):
    return client.get(question).json["data"][0]["id"]


def facts_on_page(client, figure):
    page = client.get(f"/figures/{figure}").text
    return dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page))


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/v1/changes.atom"),
        ("/series?metric=killed&subject=ru-armed-forces&place=ru-kursk",
         "/v1/changes.atom?metric=killed&amp;subject=ru-armed-forces&amp;place=ru-kursk"),
        ("/figures/population-0001",
         "/v1/changes.atom?metric=remaining-residents&amp;subject=ua-residents&amp;place=ua-pokrovsk"),
        ("/conflicts/russia-ukraine", "/v1/changes.atom?conflict=russia-ukraine"),
    ],
)  # fmt: skip
def test_a_page_names_the_feed_of_its_question(client, page, feed):
    [address] = re.findall(
        r'application/atom\+xml" title="Changes" href="([^"]*)"', client.get(page).text
    )
    assert address == feed
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_a_search_shows_the_latest_number_and_what_a_word_was_taken_for(client):
    page = client.get("/search?q=Pokrovks+evacuated+zyxw").text
    assert "<h1>1 series for “Pokrovks evacuated zyxw”</h1>" in page
    assert "No name has “pokrovks”: these are for <strong>pokrovsk</strong>." in page
    assert "No name has “zyxw”, so these are for the other words." in page
    assert '<a class="number" href="/figures/evacuations-0001">1</a>' in page


def test_a_search_can_be_narrowed_and_widened_again(client):
    page = client.get("/search?q=Pokrovsk").text
    assert '<a href="/search?q=Pokrovsk&amp;metric=evacuation-orders">' in page
    narrowed = client.get("/search?q=Pokrovsk&metric=evacuation-orders").text
    assert '(<a\nhref="/search?q=Pokrovsk">all</a>)' in narrowed


def test_a_series_is_headed_by_its_total_not_by_the_count_of_a_day(curated_client):
    question = "metric=killed&subject=gaza-population&place=ps-gaza-strip"
    page = curated_client.get(f"/series?{question}&claimant=gaza-health-ministry").text
    latest = page.partition("Latest</span>")[2].partition("</p>")[0]
    assert "73,419 people had been killed in the Gaza Strip since 7 October 2023" in latest


def test_the_dates_of_a_series_are_chosen_on_its_page(client):
    question = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
    page = client.get(f"/series?{question}&end_date=2024-09-07&interval=month").text
    assert '<input name="end_date" type="date" value="2024-09-07">' in page
    assert "<option selected>month</option>" in page


def test_a_field_that_is_left_empty_is_no_parameter(client):
    question = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
    answer = client.get(f"/series?{question}&start_date=&end_date=2024-09-07&interval=")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/series?{question}&end_date=2024-09-07"
