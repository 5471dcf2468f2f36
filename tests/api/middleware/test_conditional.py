"""Conditional requests: 412 if a precondition fails, 304 if the client has the response."""

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.ledger_edits import LOSSES, update

BEFORE_EVERY_BUILD = "Thu, 01 Jan 1970 00:00:00 GMT"
AFTER_EVERY_BUILD = "Fri, 01 Jan 2100 00:00:00 GMT"
URLS = ["/v1/losses", "/v1/losses.csv", "/v1/datapackage.zip", "/openapi.json"]
ETAG_DIFFERS = "The ETag of the response is not in If-Match."
DATE_IS_LATER = "The response has changed since the date in If-Unmodified-Since."

at_every_url = pytest.mark.parametrize("url", URLS)


def app_with(sample, instance, **settings):
    return create_app(Config(datasets=sample, instance=instance, **settings))


@pytest.fixture(scope="module")
def instance_with_files(sample_folder, tmp_path_factory):
    """A folder of releases with prebuilt files of each dataset."""
    instance = tmp_path_factory.mktemp("conditions")
    build(sample_folder, instance, files=True)
    return instance


@pytest.fixture(scope="module", params=[0, Config.cache_bytes], ids=["uncached", "cached"])
def client(request, sample, instance_with_files):
    return app_with(sample, instance_with_files, cache_bytes=request.param).test_client()


def status_and_detail(client, url, method="get", **headers):
    """Status of a response, and the detail of a problem with status 412."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    with getattr(client, method)(url, headers=headers) as response:
        problem = response.json if response.status_code == 412 and response.data else {}
        return response.status_code, problem.get("detail")


@at_every_url
def test_if_match_with_the_etag_of_the_response_succeeds(client, url):
    with client.get(url) as response:
        etag = response.headers["ETag"]
    for value in (etag, f'"other", {etag}', f"{etag}, W/{etag}", "*"):
        assert status_and_detail(client, url, If_Match=value) == (200, None)
        assert status_and_detail(client, url, "head", If_Match=value) == (200, None)


@at_every_url
def test_if_match_with_another_etag_fails(client, url):
    with client.get(url) as response:
        etag = response.headers["ETag"]
    for value in ('"other"', f"W/{etag}", f'{etag[:-1]}-gzip"', "", ",", "no tag", '"'):
        assert status_and_detail(client, url, If_Match=value) == (412, ETAG_DIFFERS)
        assert status_and_detail(client, url, "head", If_Match=value) == (412, None)


@at_every_url
def test_if_unmodified_since_fails_only_for_an_earlier_date(client, url):
    with client.get(url) as response:
        built = response.headers["Last-Modified"]
    for value, expected in [
        (built, (200, None)),
        (AFTER_EVERY_BUILD, (200, None)),
        ("yesterday", (200, None)),
        ("", (200, None)),
        (BEFORE_EVERY_BUILD, (412, DATE_IS_LATER)),
    ]:
        assert status_and_detail(client, url, If_Unmodified_Since=value) == expected


@at_every_url
def test_if_match_takes_precedence_over_if_unmodified_since(client, url):
    with client.get(url) as response:
        etag = response.headers["ETag"]
    conditions = {"If_Match": etag, "If_Unmodified_Since": BEFORE_EVERY_BUILD}
    assert status_and_detail(client, url, **conditions) == (200, None)
    conditions = {"If_Match": '"other"', "If_Unmodified_Since": AFTER_EVERY_BUILD}
    assert status_and_detail(client, url, **conditions) == (412, ETAG_DIFFERS)


@at_every_url
def test_if_match_is_evaluated_before_if_none_match(client, url):
    with client.get(url) as response:
        etag = response.headers["ETag"]
    assert status_and_detail(client, url, If_Match=etag, If_None_Match=etag) == (304, None)
    assert status_and_detail(client, url, If_Match='"other"', If_None_Match=etag) == (
        412,
        ETAG_DIFFERS,
    )


@pytest.mark.parametrize("if_none_match", ['""', '"", "other"', 'W/""', "junk", '"', ","])
@at_every_url
def test_if_none_match_with_an_empty_or_malformed_tag_matches_nothing(client, url, if_none_match):
    assert status_and_detail(client, url, If_None_Match=if_none_match) == (200, None)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_if_match_distinguishes_content_codings(client, coding):
    with client.get("/v1/losses", headers={"Accept-Encoding": coding}) as response:
        etag = response.headers["ETag"]
    headers = {"If_Match": etag, "Accept_Encoding": coding}
    assert status_and_detail(client, "/v1/losses", **headers) == (200, None)
    assert status_and_detail(client, "/v1/losses", If_Match=etag) == (412, ETAG_DIFFERS)


@pytest.mark.parametrize("url", ["/v1/losses.csv", "/v1/datapackage.zip", "/openapi.json"])
def test_a_range_is_sent_only_if_the_precondition_succeeds(client, url):
    with client.get(url) as response:
        etag = response.headers["ETag"]
    assert status_and_detail(client, url, Range="bytes=5-", If_Match=etag) == (206, None)
    assert status_and_detail(client, url, Range="bytes=5-", If_Match='"other"') == (
        412,
        ETAG_DIFFERS,
    )
    compressed = f'{etag[:-1]}-gzip"'
    assert status_and_detail(client, url, Range="bytes=5-", If_Match=compressed) == (
        412,
        ETAG_DIFFERS,
    )
    headers = {"Range": "bytes=5-", "If_Unmodified_Since": BEFORE_EVERY_BUILD}
    assert status_and_detail(client, url, **headers) == (412, DATE_IS_LATER)


def test_a_download_that_continues_after_a_new_release_fails(copy, tmp_path):
    instance = tmp_path / "instance"
    build(folder_at(copy), instance, files=True)
    old_client = app_with(copy, instance).test_client()
    first = old_client.get("/v1/losses.csv", headers={"Range": "bytes=0-99"}, buffered=True)
    update(LOSSES, 2, note="Seen.")(copy)
    build(folder_at(copy), instance, files=True)
    new_client = app_with(copy, instance).test_client()
    headers = {"Range": "bytes=100-", "If_Match": first.headers["ETag"]}
    assert status_and_detail(new_client, "/v1/losses.csv", **headers) == (412, ETAG_DIFFERS)


@pytest.mark.parametrize(
    ("url", "status"),
    [("/health", 200), ("/version", 200), ("/v1/nothing", 404), ("/v1/losses?limit=0", 422)],
)
def test_a_response_without_an_etag_ignores_preconditions(client, url, status):
    conditions = {"If_Match": '"other"', "If_Unmodified_Since": BEFORE_EVERY_BUILD}
    assert status_and_detail(client, url, **conditions) == (status, None)


def test_a_failed_precondition_is_a_problem_that_is_not_stored(client):
    response = client.get("/v1/losses?limit=5", headers={"If-Match": '"other"'})
    assert response.json == {
        "type": "/problems/precondition-failed",
        "title": "Precondition failed",
        "status": 412,
        "detail": ETAG_DIFFERS,
        "instance": "/v1/losses?limit=5",
    }
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert [name for name in ("ETag", "Last-Modified") if name in response.headers] == []


def test_a_file_requested_with_a_precondition_is_not_sent_by_the_proxy(sample, instance_with_files):
    proxied = app_with(sample, instance_with_files, accel="/files/").test_client()
    etag = proxied.get("/v1/losses.csv").headers["ETag"]
    with proxied.get("/v1/losses.csv", headers={"If-Match": etag}) as response:
        assert (response.status_code, "X-Accel-Redirect" in response.headers) == (200, False)
        assert response.data != b""
    assert status_and_detail(proxied, "/v1/losses.csv", If_Match='"other"') == (412, ETAG_DIFFERS)
