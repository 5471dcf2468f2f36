"""Headers that every response has, and caching headers."""

import pytest

URLS = [
    "/v1/losses",
    "/v1/losses.csv",
    "/v1/losses.ndjson",
    "/v1/figures/losses-0001",
    "/v1/datasets",
    "/v1/datasets/losses",
    "/v1/actors?q=ap",
    "/v1/places/na",
]
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition, Content-Digest, "
    "Retry-After, X-Request-Id",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
VARYING = {"X-Request-Id", "Date"}


def headers_of(response, names) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in names}


@pytest.mark.parametrize("url", URLS)
def test_a_response_is_cacheable_and_its_etag_is_stable(client, url):
    first, second = client.get(url), client.get(url)
    etag = first.headers["ETag"]
    assert etag == second.headers["ETag"]
    assert etag.startswith('"')
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Last-Modified" in first.headers


@pytest.mark.parametrize("sent", ["{}", "W/{}", '"other", {}', '"other", W/{}'])
@pytest.mark.parametrize("url", URLS)
def test_a_304_response_has_the_same_headers(client, url, sent):
    etag = client.get(url).headers["ETag"]
    response = client.get(url, headers={"If-None-Match": sent.format(etag)})
    assert (response.status_code, response.get_data()) == (304, b"")
    assert headers_of(response, ["ETag", "Cache-Control", *CORS_HEADERS]) == {
        "ETag": etag,
        "Cache-Control": "public, max-age=300",
        **CORS_HEADERS,
    }


def test_if_none_match_with_another_etag_sends_the_response(client):
    response = client.get("/v1/losses", headers={"If-None-Match": '"other"'})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("/v1/losses?metric=killed&sort=id", "/v1/losses?sort=id&metric=killed", True),
        ("/v1/losses", "/v1/losses?limit=100", True),
        ("/v1/losses", "/v1/losses?limit=99", False),
        ("/v1/losses", "/v1/population", False),
        ("/v1/losses", "/v1/losses.csv", False),
        ("/v1/losses?metric=killed", "/v1/losses?metric=wounded", False),
        ("/v1/losses?as_of=2024-09-01", "/v1/losses?known_at=2024-09-01", False),
    ],
)
def test_an_etag_identifies_path_and_parameters(client, first, second, is_same):
    etags = [client.get(url).headers["ETag"] for url in (first, second)]
    assert (etags[0] == etags[1]) is is_same


def test_another_release_has_another_etag(client, curated_client):
    etags = {
        app_client.get("/v1/losses").headers["ETag"] for app_client in (client, curated_client)
    }
    assert len(etags) == 2


@pytest.mark.parametrize("query", ["as_of=2024-10-01", "known_at=2024-10-01"])
@pytest.mark.parametrize("path", ["/v1/losses", "/v1/losses.csv", "/v1/figures/losses-0001"])
def test_a_vintage_has_the_same_max_age(client, path, query):
    """The figures of a vintage are final, but names in them may be corrected."""
    cache_control = client.get(f"{path}?{query}").headers["Cache-Control"]
    assert cache_control == "public, max-age=300"


@pytest.mark.parametrize("url", [*URLS, "/v1/nothing", "/health", "/docs", "/openapi.json"])
def test_every_response_has_the_cors_headers(client, url):
    with client.get(url, headers={"Origin": "https://example.org"}) as response:
        assert headers_of(response, CORS_HEADERS) == CORS_HEADERS


@pytest.mark.parametrize("url", URLS)
def test_a_preflight_request_is_allowed(client, url):
    response = client.options(url)
    names = ["Allow", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"]
    assert (response.status_code, response.get_data()) == (200, b"")
    assert headers_of(response, names) == {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, If-Match, "
        "If-Unmodified-Since, If-Range, X-Request-Id",
    }


@pytest.mark.parametrize("url", [*URLS, "/health", "/docs", "/v1/losses?limit=0"])
def test_head_has_the_headers_of_get_and_no_body(client, url):
    head, get = client.head(url), client.get(url)
    assert (head.status_code, head.get_data()) == (get.status_code, b"")
    names = {name for name, _ in get.headers} - VARYING - {"Content-Length"}
    assert headers_of(head, names) == headers_of(get, names)


def test_every_response_has_its_own_request_id(client):
    ids = {client.get(url).headers["X-Request-Id"] for url in (*URLS, "/v1/nothing")}
    assert len(ids) == len(URLS) + 1


@pytest.mark.parametrize("url", ["/docs", "/problems/not-found", "/v1/losses"])
def test_the_content_security_policy_allows_only_the_service(client, url):
    policy = client.get(url).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
