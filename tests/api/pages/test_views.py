"""The chart on the page of a figure: its claimant over time, else rival claims, else none."""

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
