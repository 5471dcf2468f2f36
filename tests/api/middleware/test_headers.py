import pytest

ADDRESSES = [
    "/v1/losses",
    "/v1/losses.csv",
    "/v1/losses.ndjson",
    "/v1/figures/losses-0001",
    "/v1/datasets",
    "/v1/datasets/losses",
    "/v1/actors?q=ap",
    "/v1/places/na",
]
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition, Content-Digest, "
    "Retry-After, X-Request-Id",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
VARYING = {"X-Request-Id", "Date"}


def told(response, names) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in names}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_may_be_kept_and_is_recognised_again(client, address):
    first, again = client.get(address), client.get(address)
    etag = first.headers["ETag"]
    assert etag == again.headers["ETag"]
    assert etag.startswith('"')
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Last-Modified" in first.headers


@pytest.mark.parametrize("sent", ["{}", "W/{}", '"other", {}', '"other", W/{}'])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_the_answer_is_told_so_with_the_same_headers(client, address, sent):
    etag = client.get(address).headers["ETag"]
    response = client.get(address, headers={"If-None-Match": sent.format(etag)})
    assert (response.status_code, response.get_data()) == (304, b"")
    assert told(response, ["ETag", "Cache-Control", *OPEN]) == {
        "ETag": etag,
        "Cache-Control": "public, max-age=300",
        **OPEN,
    }


def test_another_etag_brings_the_answer(client):
    response = client.get("/v1/losses", headers={"If-None-Match": '"other"'})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
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
def test_an_etag_stands_for_a_question(client, one, other, same):
    etags = [client.get(address).headers["ETag"] for address in (one, other)]
    assert (etags[0] == etags[1]) is same


def test_another_release_has_other_etags(client, curated_client):
    etags = {each.get("/v1/losses").headers["ETag"] for each in (client, curated_client)}
    assert len(etags) == 2


@pytest.mark.parametrize("question", ["as_of=2024-10-01", "known_at=2024-10-01"])
@pytest.mark.parametrize("path", ["/v1/losses", "/v1/losses.csv", "/v1/figures/losses-0001"])
def test_a_vintage_is_kept_no_longer_than_another_answer(client, path, question):
    """Its figures do not change any more, but a name in them may be corrected."""
    kept = client.get(f"{path}?{question}").headers["Cache-Control"]
    assert kept == "public, max-age=300"


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/v1/nothing", "/health", "/docs", "/openapi.json"]
)
def test_any_page_may_read_any_answer(client, address):
    with client.get(address, headers={"Origin": "https://example.org"}) as response:
        assert told(response, OPEN) == OPEN


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_browser_may_ask_before_it_asks(client, address):
    response = client.options(address)
    allowed = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers"]
    assert (response.status_code, response.get_data()) == (200, b"")
    assert told(response, allowed) == {
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, If-Match, "
        "If-Unmodified-Since, If-Range, X-Request-Id",
    }


@pytest.mark.parametrize("address", [*ADDRESSES, "/health", "/docs", "/v1/losses?limit=0"])
def test_head_answers_as_get_does_without_a_body(client, address):
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.get_data()) == (get.status_code, b"")
    names = {name for name, _ in get.headers} - VARYING - {"Content-Length"}
    assert told(head, names) == told(get, names)


def test_every_answer_has_a_request_id_of_its_own(client):
    ids = {client.get(address).headers["X-Request-Id"] for address in (*ADDRESSES, "/v1/nothing")}
    assert len(ids) == len(ADDRESSES) + 1


@pytest.mark.parametrize("address", ["/docs", "/problems/not-found", "/v1/losses"])
def test_a_page_may_load_nothing_from_elsewhere(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
