"""The response cache: a cached response is the response of the application."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from api import create_app
from api.config import Config
from api.middleware.cache import MAX_ENTRY_BYTES, LruStore

VARYING = {"X-Request-Id", "Date"}


def app_with(sample, sample_instance, cache_bytes: int = Config.cache_bytes):
    return create_app(Config(datasets=sample, instance=sample_instance, cache_bytes=cache_bytes))


@pytest.fixture(scope="module")
def client(sample, sample_instance):
    return app_with(sample, sample_instance).test_client()


@pytest.fixture
def client_with_empty_cache(client):
    """The same client with an empty cache."""
    cache = client.application.extensions["response_cache"]
    cache.store = LruStore(cache.store.max_bytes)
    return client


@pytest.fixture(scope="module")
def client_without_cache(sample, sample_instance):
    return app_with(sample, sample_instance, 0).test_client()


def urls_of(app) -> list[str]:
    """A URL of every rule, with values for its variables."""
    variables = {
        "figure_id": "losses-0001", "dataset": "losses", "metric_id": "killed", "actor_id": "ap",
        "place_id": "na", "source_id": "unnamed-outlet-2024-08-20", "code": "not-found",
        "conflict_id": "russia-ukraine", "feed_id": "sample-unhcr",
        "file": "swagger-ui.css", "filename": "docs.css",
    }  # fmt: skip
    query = "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
    queries = {"/v1/series": query, "/v1/comparisons": query, "/series": query}
    urls = []
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<{name}>", variables[name]).replace(
                f"<path:{name}>", variables[name]
            )
        stem = path.partition(".")[0]
        urls.append(f"{path}?{queries[stem]}" if stem in queries else path)
    return urls


def status_headers_body(response) -> tuple:
    with response:
        headers = sorted((name, text) for name, text in response.headers if name not in VARYING)
        return response.status_code, headers, response.get_data()


@pytest.mark.slow
@pytest.mark.parametrize("accepted", ["identity", "gzip", "br", "zstd"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_every_response_is_the_same_with_and_without_the_cache(
    client, client_without_cache, accepted, method
):
    headers = {"Accept-Encoding": accepted}
    for url in urls_of(client.application):
        expected = status_headers_body(getattr(client_without_cache, method)(url, headers=headers))
        first = status_headers_body(getattr(client, method)(url, headers=headers))
        assert first == expected, url
        assert status_headers_body(getattr(client, method)(url, headers=headers)) == expected, url


@pytest.mark.slow
def test_a_304_response_is_the_same_with_and_without_the_cache(client, client_without_cache):
    for url in urls_of(client.application):
        with client.get(url, headers={"Accept-Encoding": "br"}) as response:
            etag = response.headers.get("ETag")
        if etag:
            for sent in (etag, f"W/{etag}", f'"other", {etag}', "*", etag.replace("-br", "")):
                headers = {"Accept-Encoding": "br", "If-None-Match": sent}
                cached = status_headers_body(client.get(url, headers=headers))
                assert cached == status_headers_body(
                    client_without_cache.get(url, headers=headers)
                ), (url, sent)
                assert cached[0] == 304


def test_a_cached_response_does_not_call_the_application(client_with_empty_cache, monkeypatch):
    client_with_empty_cache.get("/v1/losses")
    monkeypatch.setattr(client_with_empty_cache.application, "view_functions", {})
    etag = client_with_empty_cache.get("/v1/losses").headers["ETag"]
    responses = [
        client_with_empty_cache.get("/v1/losses"),
        client_with_empty_cache.head("/v1/losses"),
        client_with_empty_cache.get("/v1/losses", headers={"If-None-Match": etag}),
    ]
    assert [response.status_code for response in responses] == [200, 200, 304]
    assert len({response.headers["X-Request-Id"] for response in responses}) == 3


@pytest.mark.parametrize(
    ("url", "is_stored"),
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
def test_only_complete_public_responses_without_the_host_are_stored(
    client_with_empty_cache, url, is_stored
):
    client_with_empty_cache.get(url).close()
    assert (
        client_with_empty_cache.application.extensions["response_cache"].store.bytes > 0
    ) is is_stored


def test_a_response_with_the_configured_public_url_is_stored(sample, sample_instance):
    config = Config(sample, sample_instance, public_url="https://figures.example")
    client = create_app(config).test_client()
    bodies = {client.get("/v1/catalog.jsonld", base_url=f"http://{host}").data for host in "ab"}
    assert len(bodies) == 1
    assert client.application.extensions["response_cache"].store.bytes > 0


def test_a_response_with_the_host_of_another_request_is_never_sent(client):
    for host in ("one.example", "two.example"):
        body = client.get("/v1/catalog.jsonld", base_url=f"https://{host}").text
        assert f"https://{host}/v1/catalog.jsonld" in body


def test_the_cache_never_exceeds_its_size_in_bytes(sample, sample_instance):
    max_bytes = 60_000
    client = app_with(sample, sample_instance, max_bytes).test_client()
    store = client.application.extensions["response_cache"].store
    for limit in range(1, 101):
        client.get(f"/v1/losses?limit={limit}")
        assert 0 < store.bytes <= max_bytes
    client.application.view_functions.clear()
    assert client.get("/v1/losses?limit=100").status_code == 200
    assert Config.cache_bytes > MAX_ENTRY_BYTES


def test_threads_share_one_cache(sample, sample_instance):
    app = app_with(sample, sample_instance, 200_000)
    urls = [f"/v1/figures?limit={limit}" for limit in range(1, 18)] * 20
    expected = {url: app.test_client().get(url).data for url in set(urls)}
    with ThreadPoolExecutor(8) as threads:
        bodies = list(threads.map(lambda url: app.test_client().get(url).data, urls))
    assert bodies == [expected[url] for url in urls]
