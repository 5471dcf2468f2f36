"""Words that people type lead to the codes that they mean; an empty answer says what answers."""

from urllib.parse import parse_qsl, quote, urlsplit

import pytest

# List, parameter, words, and the first code that is offered for each of them.
TEXTS = [
    ("losses", "metric", "killed", "Killed deaths dead fatalities toll KIA загиблі kiled"),
    ("losses", "metric", "wounded", "injured injuries WIA поранені wouned"),
    ("losses", "metric", "killed-or-wounded", "casualties"),
    ("losses", "metric", "captured", "prisoners POWs"),
    ("losses", "metric", "personnel-losses", "personnel manpower soldiers"),
    ("losses", "metric", "tanks-lost", "tanks Tank MBTs танки"),
    ("losses", "metric", "aircraft-lost", "planes jets airplanes"),
    ("losses", "metric", "helicopters-lost", "helicopters"),
    ("losses", "metric", "drones-lost", "drones UAVs"),
    ("losses", "metric", "ships-lost", "ships warships"),
    ("losses", "metric", "artillery-systems-lost", "artillery howitzers"),
    ("losses", "metric", "rocket-launchers-lost", "MLRS"),
    ("losses", "metric", "confirmed-by-name", "named_dead"),
    ("displacement", "metric", "displaced", "idps IDP displacement ВПО"),
    ("displacement", "metric", "refugees", "refugee біженці refugess"),
    ("displacement", "metric", "returned-refugees", "repatriated"),
    ("displacement", "metric", "returned", "returns"),
    ("displacement", "metric", "stateless", "statelessness"),
    ("population", "metric", "residents", "population inhabitants census"),
    ("evacuations", "metric", "evacuated", "evacuees evacuation"),
    ("territory", "metric", "area-controlled", "territory area km2"),
    ("territory", "metric", "settlements-controlled", "villages settlements"),
    ("losses", "place", "ps-gaza-strip", "Gaza gaza غزة Gaza_Strip"),
    ("losses", "place", "ua", "Ukraine UKR UA Україна"),
    ("losses", "place", "sd", "Sudan SDN"),
    ("losses", "place", "de", "Germany DEU Deutschland"),
    ("losses", "place", "ps-west-bank", "West_Bank"),
    ("figures", "place", "ua-kyiv-city", "Kyiv Kiev Київ"),
    ("figures", "place", "ua-pokrovsk", "Pokrovsk Покровськ Pokrovk"),
    ("territory", "place", "ru-kursk", "Kursk RU-KRS"),
    ("losses", "within", "ua", "Ukraine"),
    ("losses", "country", "UKR", "UA ukraine Ukrainian Україна"),
    ("losses", "country", "GBR", "UK Britain"),
    ("losses", "country", "PSE", "Palestine PS Palestinian"),
    ("losses", "country", "RUS", "Russia RU Russian"),
    ("losses", "country", "SYR", "Syria syrian"),
    ("losses", "country", "AUS", "Austrailia"),
    ("losses", "country", "NER", "Niger"),
    ("losses", "country", "NGA", "nigerian Nigera"),
    ("losses", "country", "COD", "DRC"),
    ("losses", "country", "MMR", "Burma"),
    ("losses", "subject", "ru-armed-forces", "Russia RU RUS russians Россия"),
    ("losses", "subject", "ua-armed-forces", "ukraine ЗСУ"),
    ("losses", "subject", "gaza-population", "Gaza"),
    ("displacement", "subject", "sy-people", "syrians Syria"),
    ("displacement", "claimant", "unhcr", "UN_refugee_agency"),
    ("losses", "claimant", "un", "UN"),
    ("losses", "claimant", "un-ocha", "OCHA"),
    ("losses", "claimant", "il-armed-forces", "Israel"),
    ("losses", "claimant", "un-ohchr", "OHCHR HRMMU"),
    ("losses", "claimant", "ua-general-staff", "General_Staff"),
    ("losses", "claimant", "gaza-health-ministry", "Gaza_health_ministry"),
    ("losses", "claimant", "oryx", "Oryx oryxx"),
    ("losses", "claimant", "ucdp", "UCDP Uppsala"),
    ("losses", "claimant_side", "ua", "Ukraine UKR"),
    ("losses", "quantifier", "more-than", "over"),
    ("losses", "quantifier", "approximately", "about roughly"),
    ("losses", "basis", "estimated", "estimate"),
    ("figures", "dataset", "losses", "Losses loses"),
]  # fmt: skip

# List, parameter and words of which no code is offered: no code of another country, above all.
WITHOUT_CODE = [
    ("losses", "country", "XX UKA England Kongoland Gazaa"),
    ("losses", "place", "London Mars Kyivv"),
    ("losses", "claimant", "xyzzy"),
    ("losses", "metric", "idps refugees weather"),
]


def each(table):
    return [(*row[:-1], word.replace("_", " ")) for row in table for word in row[-1].split()]


@pytest.mark.parametrize(("path", "parameter", "code", "word"), each(TEXTS))
def test_a_word_leads_to_the_code_that_it_means(curated_client, path, parameter, code, word):
    document = curated_client.get(f"/v1/{path}?{parameter}={quote(word)}&limit=1").json
    offered = document["alternatives"]
    assert dict(parse_qsl(urlsplit(offered[0]).query))[parameter] == code
    assert f"; did you mean '{code}'" in document["detail"]
    assert [url for url in offered if not curated_client.get(url).json["meta"]["total"]] == []


@pytest.mark.parametrize(("path", "parameter", "word"), each(WITHOUT_CODE))
def test_a_word_that_means_no_code_there_leads_to_none(curated_client, path, parameter, word):
    document = curated_client.get(f"/v1/{path}?{parameter}={quote(word)}&limit=1").json
    offered = document.get("alternatives", [])
    assert "did you mean" not in document["detail"]
    assert [url for url in offered if url.startswith(f"/v1/{path}?")] == []
    assert [url for url in offered if not curated_client.get(url).json["meta"]["total"]] == []


@pytest.mark.parametrize(
    ("address", "detail", "alternatives"),
    [
        ("/v1/losses?place=Kyiv",
         "Parameter 'place': 'Kyiv' is not a code of a place; 'ua-kyiv-city' (Kyiv) is one, but no "
         "figure of losses is about it.",
         ["/v1/population?place=ua-kyiv-city", "/v1/places?q=Kyiv"]),
        ("/v1/losses?country=Germany&metric=killed",
         "Parameter 'country': 'Germany' is not a code of a country; 'DEU' (Germany) is one, but "
         "no figure of losses that matches the other parameters is about it.",
         ["/v1/losses?country=DEU", "/v1/displacement?country=DEU", "/v1/places?q=Germany"]),
        ("/v1/losses?metric=idps&place=ua",
         "Parameter 'metric': 'idps' is not a code of a metric; 'displaced' (internally displaced) "
         "belongs to displacement, not to losses; use /v1/displacement.",
         ["/v1/displacement?place=ua&metric=displaced", "/v1/displacement?metric=displaced",
          "/v1/metrics?q=internally+displaced"]),
        ("/v1/losses?subject=Russia&metric=tanks-lost",
         "Parameter 'subject': 'Russia' is not a code of a subject; did you mean 'ru-armed-forces' "
         "(armed forces of Russia)?",
         ["/v1/losses?metric=tanks-lost&subject=ru-armed-forces"]),
    ],
)  # fmt: skip
def test_a_hint_says_what_answers(curated_client, address, detail, alternatives):
    document = curated_client.get(address).json
    assert (document["detail"], document["alternatives"]) == (detail, alternatives)
    totals = [curated_client.get(url).json["meta"]["total"] for url in alternatives]
    assert [total for total in totals if total < 1] == []


def test_every_metric_has_other_names(curated_client):
    rows = curated_client.get("/v1/metrics?limit=1000").json["data"]
    assert [row["metric_id"] for row in rows if not row["aka"]] == []


@pytest.mark.parametrize(
    ("address", "hints"),
    [
        ("/v1/losses?metric=killed&subject=gaza-population&claimant=gaza-health-ministry"
         "&on=2025-08-23&limit=2",
         {"on": ["/v1/losses?metric=killed&subject=gaza-population&claimant=gaza-health-ministry"
                 "&ends_from=2025-08-23&ends_to=2025-08-23"]}),
        ("/v1/losses?metric=killed&place=ua-pokrovsk",
         {"place": ["/v1/losses?metric=killed"]}),
        ("/v1/losses?place=ua-kyiv-city",
         {"place": ["/v1/population?place=ua-kyiv-city", "/v1/places?q=Kyiv"]}),
        ("/v1/population?on=2024-08-20", {}),
        ("/v1/losses?metric=killed", {}),
    ],
)  # fmt: skip
def test_an_answer_hints_at_what_was_meant(curated_client, address, hints):
    meta = curated_client.get(address).json["meta"]
    assert {hint["parameter"]: hint["alternatives"] for hint in meta.get("hints", ())} == hints
    urls = [url for alternatives in hints.values() for url in alternatives]
    assert [url for url in urls if not curated_client.get(url).json["meta"]["total"]] == []
