"""Answers from memory, and answers in a coding, are the answers of the application."""

import gzip
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import brotli
import pytest
import zstandard

from api import create_app
from api.config import HOME, Config
from api.middleware.cache import MAX_ENTRY_BYTES, LruStore

VARYING = {"X-Request-Id", "Date"}
DECODED = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    None: bytes,
}
CODINGS = [
    # what a client takes, what it is answered in
    (None, None),
    ("", None),
    ("identity", None),
    ("gzip", "gzip"),
    ("GZIP", "gzip"),
    ("br", "br"),
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip, deflate, br", "br"),
    ("gzip;q=1, br;q=0.5", "gzip"),
    ("gzip;q=0.5, br ; q=0.6", "br"),
    ("gzip;q=0", None),
    ("*", "zstd"),
    ("*;q=0.5, zstd;q=0", "br"),
    ("identity, gzip;q=0.5", None),
    ("identity;q=0.5, gzip", "gzip"),
    ("identity;q=0", None),
    ("identity;q=0, *", "zstd"),
    ("gzip;q=much", None),
    ("deflate", None),
]


def app_with(sample, sample_instance, cache_bytes: int = Config.cache_bytes):
    return create_app(Config(datasets=sample, instance=sample_instance, cache_bytes=cache_bytes))


@pytest.fixture(scope="module")
def client(sample, sample_instance):
    return app_with(sample, sample_instance).test_client()


@pytest.fixture
def fresh(client):
    """The same with an application that remembers nothing yet."""
    kept = client.application.extensions["response_cache"]
    kept.answers = LruStore(kept.answers.most_bytes)
    return client


@pytest.fixture(scope="module")
def forgetful(sample, sample_instance):
    return app_with(sample, sample_instance, 0).test_client()


def addresses(app) -> list[str]:
    """An address of every operation that has examples for all it needs, and of every page."""
    needed = {
        "figure_id": "losses-0001", "dataset": "losses", "metric_id": "killed", "actor_id": "ap",
        "place_id": "na", "source_id": "unnamed-outlet-2024-08-20", "code": "not-found",
        "file": "swagger-ui.css", "filename": "docs.css",
    }  # fmt: skip
    question = "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
    asked = {"/v1/series": question, "/v1/comparisons": question, "/series": question}
    found = []
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<{name}>", needed[name]).replace(f"<path:{name}>", needed[name])
        stem = path.partition(".")[0]
        found.append(f"{path}?{asked[stem]}" if stem in asked else path)
    return found


def whole(response) -> tuple:
    with response:
        headers = sorted((name, text) for name, text in response.headers if name not in VARYING)
        return response.status_code, headers, response.get_data()


@pytest.mark.slow
@pytest.mark.parametrize("accepted", ["identity", "gzip", "br", "zstd"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_every_answer_is_the_same_with_and_without_the_memory(client, forgetful, accepted, method):
    headers = {"Accept-Encoding": accepted}
    for address in addresses(client.application):
        expected = whole(getattr(forgetful, method)(address, headers=headers))
        first = whole(getattr(client, method)(address, headers=headers))
        assert first == expected, address
        assert whole(getattr(client, method)(address, headers=headers)) == expected, address


@pytest.mark.slow
def test_who_has_an_answer_is_told_the_same_with_and_without_the_memory(client, forgetful):
    for address in addresses(client.application):
        with client.get(address, headers={"Accept-Encoding": "br"}) as response:
            etag = response.headers.get("ETag")
        if etag:
            for sent in (etag, f"W/{etag}", f'"other", {etag}', "*", etag.replace("-br", "")):
                headers = {"Accept-Encoding": "br", "If-None-Match": sent}
                kept = whole(client.get(address, headers=headers))
                assert kept == whole(forgetful.get(address, headers=headers)), (address, sent)
                assert kept[0] == 304


def test_an_answer_from_memory_never_enters_the_application(fresh, monkeypatch):
    fresh.get("/v1/losses")
    monkeypatch.setattr(fresh.application, "view_functions", {})
    etag = fresh.get("/v1/losses").headers["ETag"]
    kept = [
        fresh.get("/v1/losses"),
        fresh.head("/v1/losses"),
        fresh.get("/v1/losses", headers={"If-None-Match": etag}),
    ]
    assert [response.status_code for response in kept] == [200, 200, 304]
    assert len({response.headers["X-Request-Id"] for response in kept}) == 3


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/v1/losses", True),
        ("/v1/losses?metric=killed", True),
        ("/v1/places.geojson", True),
        ("/openapi.json", True),
        ("/v1/losses?metric=unheard-of", False),
        ("/v1/nothing", False),
        ("/health", False),
        ("/version", False),
        ("/v1/losses.csv", False),
        ("/v1/catalog.jsonld", False),
        ("/v1/changes.atom", False),
        ("/v1/figures/losses-0001/citation", False),
    ],
)
def test_only_whole_answers_that_are_the_same_for_all_are_kept(fresh, address, kept):
    fresh.get(address).close()
    assert (fresh.application.extensions["response_cache"].answers.bytes > 0) is kept


def test_an_answer_that_names_a_known_address_is_kept(sample, sample_instance):
    config = Config(sample, sample_instance, public_url="https://figures.example")
    client = create_app(config).test_client()
    bodies = {client.get("/v1/catalog.jsonld", base_url=f"http://{host}").data for host in "ab"}
    assert len(bodies) == 1
    assert client.application.extensions["response_cache"].answers.bytes > 0


def test_no_host_is_answered_with_the_address_of_another(client):
    for host in ("one.example", "two.example"):
        body = client.get("/v1/catalog.jsonld", base_url=f"https://{host}").text
        assert f"https://{host}/v1/catalog.jsonld" in body


def test_the_memory_holds_no_more_than_it_may(sample, sample_instance):
    most = 60_000
    client = app_with(sample, sample_instance, most).test_client()
    answers = client.application.extensions["response_cache"].answers
    for limit in range(1, 101):
        client.get(f"/v1/losses?limit={limit}")
        assert 0 < answers.bytes <= most
    client.application.view_functions.clear()
    assert client.get("/v1/losses?limit=100").status_code == 200
    assert Config.cache_bytes > MAX_ENTRY_BYTES


def test_many_threads_are_answered_from_one_memory(sample, sample_instance):
    app = app_with(sample, sample_instance, 200_000)
    asked = [f"/v1/figures?limit={limit}" for limit in range(1, 18)] * 20
    expected = {address: app.test_client().get(address).data for address in set(asked)}
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda address: app.test_client().get(address).data, asked))
    assert found == [expected[address] for address in asked]


@pytest.mark.parametrize(("accepted", "coding"), CODINGS)
def test_an_answer_comes_in_the_coding_the_client_likes_best(client, accepted, coding):
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    plain = client.get("/v1/figures").data
    for address in ("/v1/figures", "/v1/figures"):
        response = client.get(address, headers=headers)
        assert response.headers.get("Content-Encoding") == coding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.content_length == len(response.data)
        assert DECODED[coding](response.data) == plain


@pytest.mark.parametrize("coding", ["br", "gzip", "zstd"])
@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_a_stream_is_coded_as_it_goes(client, coding, ending):
    address = f"/v1/figures.{ending}?history=true"
    response = client.get(address, headers={"Accept-Encoding": coding})
    assert response.headers["Content-Encoding"] == coding
    assert "Content-Length" not in response.headers
    assert DECODED[coding](response.data) == client.get(address).data


@pytest.mark.parametrize(
    ("address", "coding"),
    [
        ("/v1/losses", "br"),
        ("/v1/figures.csv", "br"),
        ("/v1/changes.atom", "br"),
        ("/v1/places.geojson", "br"),
        ("/", "br"),
        ("/openapi.json", "br"),
        ("/docs/swagger-ui-bundle.js", "br"),
        ("/docs/swagger-ui.css", "br"),
        ("/version", None),
        ("/v1/figures.xlsx", None),
        ("/v1/figures.parquet", None),
        ("/v1/datapackage.zip", None),
        ("/v1/nothing", None),
    ],
)
def test_text_is_coded_and_what_is_dense_already_is_not(client, address, coding):
    with client.get(address, headers={"Accept-Encoding": "br"}) as response:
        assert response.headers.get("Content-Encoding") == coding


def test_each_coding_has_an_etag_of_its_own_and_all_are_recognised(client):
    etags = [
        client.get("/v1/losses", headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("identity", "gzip", "br", "zstd")
    ]
    bare = etags[0].strip('"')
    assert etags == [f'"{bare}"', f'"{bare}-gzip"', f'"{bare}-br"', f'"{bare}-zstd"']
    for etag in etags:
        response = client.get("/v1/losses", headers={"If-None-Match": etag})
        assert (response.status_code, response.headers["ETag"]) == (304, etag)


def test_a_part_of_a_file_is_of_its_plain_bytes(client):
    headers = {"Accept-Encoding": "br", "Range": "bytes=0-9"}
    with client.get("/openapi.json", headers=headers) as response:
        assert (response.status_code, "Content-Encoding" in response.headers) == (206, False)
        assert response.data == (HOME / "openapi" / "openapi.json").read_bytes()[:10]


@pytest.mark.parametrize("coding", ["identity", "br"])
def test_a_file_that_is_sent_whole_comes_with_the_digest_of_its_bytes(client, coding):
    address = (
        "/v1/comparisons.csv?metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
    )
    for _ in range(2):
        response = client.get(address, headers={"Accept-Encoding": coding})
        digest = b64encode(sha256(response.data).digest()).decode()
        assert response.headers["Content-Digest"] == f"sha-256=:{digest}:"
    assert "Content-Digest" not in client.head(address).headers
    assert "Content-Digest" not in client.get("/v1/losses").headers
    with client.get("/v1/losses.csv") as response:
        assert "Content-Digest" not in response.headers
