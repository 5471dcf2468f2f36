"""The exact text of citations of figures and datasets."""

import pytest

from api import create_app
from api.config import Config

PINNED = "http://localhost/v1/figures/losses-0001?revision=1"
CLAIM = (
    "More than 600,000 members of the armed forces of Russia had been killed or wounded in the "
    "Russo-Ukrainian war since 24 February 2022"
)
STATEMENT = (
    f"The Government of Ukraine said on 20 August 2024 that m{CLAIM[1:]} (unnamed outlet, "
    "20 August 2024)."
)

TEXTS = [
    # query, text, APA without release and address
    (
        "losses-0002?revision=2",
        "The General Staff of Ukraine said on 30 August 2024 that 110 members of the armed forces "
        "of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff of Ukraine, "
        "30 August 2024).",
        "General Staff of Ukraine. (2024, August 30). 110 members of the armed forces of Russia "
        "had been killed in Kursk Oblast on 29 August 2024 [Data set; General Staff of Ukraine, "
        "30 August 2024].",
    ),
    (
        "losses-0002?revision=4",
        "Retracted: The General Staff of Ukraine said on 19 September 2024 that 90 members of the "
        "armed forces of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff "
        "of Ukraine, 19 September 2024).",
        "General Staff of Ukraine. (2024, September 19). Retracted: 90 members of the armed forces "
        "of Russia had been killed in Kursk Oblast on 29 August 2024 [Data set; General Staff of "
        "Ukraine, 19 September 2024].",
    ),
    (
        "evacuations-0001?revision=1",
        "Local authorities said on 19 August 2024 that 1 evacuation order for people in Pokrovsk "
        "had taken effect on 19 August 2024 (relayed by the Associated Press; relayed by Agence "
        "France-Presse; Ukrinform, 19 August 2024).",
        "Local authorities. (2024, August 19). 1 evacuation order for people in Pokrovsk had taken "
        "effect on 19 August 2024 [Data set; relayed by the Associated Press; relayed by Agence "
        "France-Presse; Ukrinform, 19 August 2024].",
    ),
    (
        "displacement-0002?revision=1",
        "UNHCR said on 13 June 2024 that about 6,000,000 (5,900,000 to 6,100,000) refugees were in "
        "the world in 2023 (UNHCR, 13 June 2024).",
        "UNHCR. (2024, June 13). About 6,000,000 (5,900,000 to 6,100,000) refugees were in the "
        "world in 2023 [Data set; UNHCR, 13 June 2024].",
    ),
]

# query, address that is pinned, to the day and to the release
QUERIES = [
    ("", "/v1/losses?as_of=2024-10-02"),
    ("metric=killed,wounded", "/v1/losses?metric=killed,wounded&as_of=2024-10-02"),
    ("as_of=2024-09-06&metric=killed", "/v1/losses?metric=killed&as_of=2024-09-06"),
    ("history=true&sort=-value", "/v1/losses?history=true&sort=-value&as_of=2024-10-02"),
    ("known_at=2024-09-12", "/v1/losses?known_at=2024-09-12&as_of=2024-10-02"),
]


def test_a_figure_is_cited_in_every_format(client, sample_release):
    release = sample_release.id
    assert client.get("/v1/figures/losses-0001/citation").json == {
        "text": f"{STATEMENT} Reported Figures, release {release}, {PINNED}",
        "apa": f"Government of Ukraine. (2024, August 20). {CLAIM} [Data set; unnamed outlet, "
        f"20 August 2024]. Reported Figures, release {release}. {PINNED}",
        "bibtex": "@misc{losses-0001-r1,\n"
        "  author = {{Government of Ukraine}},\n"
        f"  title = {{{{{CLAIM}}}}},\n"
        "  year = {2024},\n"
        "  month = {8},\n"
        "  howpublished = {unnamed outlet, 20 August 2024; in Reported Figures, release "
        f"{release}}},\n"
        f"  url = {{{PINNED}}},\n"
        f"  note = {{{STATEMENT}}}\n"
        "}\n",
        "ris": "TY  - DATA\r\n"
        "ID  - losses-0001-r1\r\n"
        "AU  - Government of Ukraine\r\n"
        f"TI  - {CLAIM}\r\n"
        "PY  - 2024\r\n"
        "DA  - 2024/08/20\r\n"
        "PB  - unnamed outlet, 20 August 2024\r\n"
        f"ET  - release {release}\r\n"
        f"UR  - {PINNED}\r\n"
        f"N1  - {STATEMENT}\r\n"
        "ER  - \r\n",
        "csl": {
            "id": "losses-0001-r1",
            "type": "dataset",
            "author": [{"literal": "Government of Ukraine"}],
            "title": CLAIM,
            "issued": {"date-parts": [[2024, 8, 20]]},
            "container-title": "unnamed outlet, 20 August 2024",
            "publisher": "Reported Figures",
            "version": release,
            "URL": PINNED,
            "note": STATEMENT,
        },
        "address": PINNED,
        "release": release,
    }


@pytest.mark.parametrize(("query", "text", "apa"), TEXTS)
def test_a_figure_is_cited_with_this_text(client, sample_release, query, text, apa):
    figure, _, revision = query.partition("?")
    citation = client.get(f"/v1/figures/{figure}/citation?{revision}").json
    address = f"http://localhost/v1/figures/{query}"
    assert citation["text"] == f"{text} Reported Figures, release {sample_release.id}, {address}"
    assert citation["apa"] == f"{apa} Reported Figures, release {sample_release.id}. {address}"


@pytest.mark.parametrize(
    ("clock", "revision"),
    [("", 4), ("as_of=2024-09-06", 2), ("known_at=2024-09-12", 3), ("revision=1", 1)],
)
def test_a_citation_is_pinned_to_the_requested_revision(client, clock, revision):
    citation = client.get(f"/v1/figures/losses-0002/citation?{clock}").json
    assert citation["address"] == f"http://localhost/v1/figures/losses-0002?revision={revision}"
    assert citation["csl"]["id"] == f"losses-0002-r{revision}"
    row = client.get(citation["address"].removeprefix("http://localhost")).json
    assert row["revision"] == revision
    text = citation["text"].removeprefix("Retracted: ")
    assert text.startswith(f"{row['statement']} Reported Figures, release ")


def test_a_dataset_is_cited_with_its_vintage(client, sample_release):
    release = sample_release.id
    address = f"http://localhost/v1/losses?as_of=2024-10-02&release={release}"
    note = (
        "Losses, claims recorded until 2 October 2024. Each figure is a claim; cite the claimant "
        "with it."
    )
    citation = client.get("/v1/datasets/losses/citation").json
    assert {name: citation[name] for name in ("text", "apa", "csl", "address", "release")} == {
        "text": f"{note} Reported Figures, release {release}, {address}",
        "apa": "Reported Figures. (2024, October 2). Losses: claims recorded until 2024-10-02 "
        f"[Data set; Reported Figures]. Reported Figures, release {release}. {address}",
        "csl": {
            "id": "reported-figures-losses",
            "type": "dataset",
            "author": [{"literal": "Reported Figures"}],
            "title": "Losses: claims recorded until 2024-10-02",
            "issued": {"date-parts": [[2024, 10, 2]]},
            "container-title": "Reported Figures",
            "publisher": "Reported Figures",
            "version": release,
            "URL": address,
            "note": note,
        },
        "address": address,
        "release": release,
    }


@pytest.mark.parametrize(("query", "pinned"), QUERIES)
def test_a_query_is_cited_with_a_url_that_returns_the_same_rows(
    client, sample_release, query, pinned
):
    pinned = f"{pinned}&release={sample_release.id}"
    citation = client.get(f"/v1/datasets/losses/citation?{query}").json
    assert citation["address"] == f"http://localhost{pinned}"
    assert client.get(pinned).json["data"] == client.get(f"/v1/losses?{query}").json["data"]


@pytest.mark.parametrize(
    ("address", "end"),
    [
        ("/v1/figures/losses-0001/citation", "/v1/figures/losses-0001?revision=1"),
        ("/v1/datasets/territory/citation", "/v1/territory?as_of=2024-10-02&release={}"),
    ],
)
def test_a_citation_uses_the_public_url(sample, sample_instance, sample_release, address, end):
    end = end.format(sample_release.id)
    home = "https://figures.example.org"
    config = Config(datasets=sample, instance=sample_instance, public_url=home)
    citation = create_app(config).test_client().get(address).json
    assert citation["address"] == citation["csl"]["URL"] == home + end
    assert citation["apa"].endswith(f" {home}{end}")


def test_a_query_with_contradictory_parameters_is_not_cited(client):
    query = "start_date=2024-02-01&end_date=2024-01-01"
    citation = client.get(f"/v1/datasets/losses/citation?{query}")
    figures = client.get(f"/v1/losses?{query}")
    assert citation.status_code == figures.status_code == 422
    assert citation.json["detail"] == figures.json["detail"]
