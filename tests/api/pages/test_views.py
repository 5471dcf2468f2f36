"""The page of a figure draws what can be seen: a line in time, else the rivals, else nothing."""

import pytest

REMAINED = "metric=remaining-residents&amp;subject=ua-residents&amp;place=ua-pokrovsk"


@pytest.mark.parametrize(
    ("figure", "picture"),
    [
        ("population-0012", f"{REMAINED}&amp;claimant=ua-donetsk-oblast-administration-head"),
        (
            "losses-0001",
            "metric=killed-or-wounded&amp;subject=ru-armed-forces&amp;place=theatre-ru-ua",
        ),
    ],
    ids=["said-again", "said-once-and-by-others"],
)
def test_a_figure_is_drawn_among_what_belongs_to_it(curated_client, figure, picture):
    assert f'src="/v1/series.svg?{picture}"' in curated_client.get(f"/figures/{figure}").text


def test_a_figure_that_stands_alone_has_no_picture(client):
    page = client.get("/figures/displacement-0001").text
    assert "<p>Nothing else was recorded on this question.</p>" in page
    assert "series.svg" not in page
