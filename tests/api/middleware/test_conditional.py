"""A condition that fails is told, before anything is sent that is not what was meant."""

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.ledger_edits import LOSSES, cells

BUILT_LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
FAR_AHEAD = "Fri, 01 Jan 2100 00:00:00 GMT"
ADDRESSES = ["/v1/losses", "/v1/losses.csv", "/v1/datapackage.zip", "/openapi.json"]
OTHER_TAG = "The answer has another ETag than the request names in If-Match."
OTHER_DATE = "The answer has changed since the date that the request names in If-Unmodified-Since."

each_address = pytest.mark.parametrize("address", ADDRESSES)


def app_on(sample, instance, **settings):
    return create_app(Config(datasets=sample, instance=instance, **settings))


@pytest.fixture(scope="module")
def files(sample_folder, tmp_path_factory):
    """A folder of releases in which the whole of each dataset lies ready."""
    instance = tmp_path_factory.mktemp("conditions")
    build(sample_folder, instance, files=True)
    return instance


@pytest.fixture(scope="module", params=[0, Config.cache_bytes], ids=["fresh", "from memory"])
def client(request, sample, files):
    return app_on(sample, files, cache_bytes=request.param).test_client()


def told(client, address, method="get", **headers):
    """The status of an answer, and of a refusal its detail."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with getattr(client, method)(address, headers=named) as response:
        said = response.json if response.status_code == 412 and response.data else {}
        return response.status_code, said.get("detail")


@each_address
def test_an_answer_with_the_etag_that_is_named_is_sent(client, address):
    with client.get(address) as response:
        etag = response.headers["ETag"]
    for named in (etag, f'"other", {etag}', f"{etag}, W/{etag}", "*"):
        assert told(client, address, If_Match=named) == (200, None)
        assert told(client, address, "head", If_Match=named) == (200, None)


@each_address
def test_an_answer_with_another_etag_is_not_sent(client, address):
    with client.get(address) as response:
        etag = response.headers["ETag"]
    for named in ('"other"', f"W/{etag}", f'{etag[:-1]}-gzip"', "", ",", "no tag", '"'):
        assert told(client, address, If_Match=named) == (412, OTHER_TAG)
        assert told(client, address, "head", If_Match=named) == (412, None)


@each_address
def test_an_answer_of_before_the_date_that_is_named_is_sent(client, address):
    with client.get(address) as response:
        built = response.headers["Last-Modified"]
    for named, expected in [
        (built, (200, None)),
        (FAR_AHEAD, (200, None)),
        ("yesterday", (200, None)),
        ("", (200, None)),
        (BUILT_LONG_AGO, (412, OTHER_DATE)),
    ]:
        assert told(client, address, If_Unmodified_Since=named) == expected


@each_address
def test_a_date_does_not_count_beside_an_etag(client, address):
    with client.get(address) as response:
        etag = response.headers["ETag"]
    conditions = {"If_Match": etag, "If_Unmodified_Since": BUILT_LONG_AGO}
    assert told(client, address, **conditions) == (200, None)
    conditions = {"If_Match": '"other"', "If_Unmodified_Since": FAR_AHEAD}
    assert told(client, address, **conditions) == (412, OTHER_TAG)


@each_address
def test_whether_it_is_still_the_same_comes_before_whether_the_client_has_it(client, address):
    with client.get(address) as response:
        etag = response.headers["ETag"]
    assert told(client, address, If_Match=etag, If_None_Match=etag) == (304, None)
    assert told(client, address, If_Match='"other"', If_None_Match=etag) == (412, OTHER_TAG)


@pytest.mark.parametrize("if_none_match", ['""', '"", "other"', 'W/""', "junk", '"', ","])
@each_address
def test_if_none_match_with_an_empty_or_malformed_tag_matches_nothing(
    client, address, if_none_match
):
    assert told(client, address, If_None_Match=if_none_match) == (200, None)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_packed_answer_is_named_by_an_etag_of_its_own(client, coding):
    with client.get("/v1/losses", headers={"Accept-Encoding": coding}) as response:
        etag = response.headers["ETag"]
    asked = {"If_Match": etag, "Accept_Encoding": coding}
    assert told(client, "/v1/losses", **asked) == (200, None)
    assert told(client, "/v1/losses", If_Match=etag) == (412, OTHER_TAG)


@pytest.mark.parametrize("address", ["/v1/losses.csv", "/v1/datapackage.zip", "/openapi.json"])
def test_a_part_is_only_sent_of_what_the_client_has_the_other_parts_of(client, address):
    with client.get(address) as response:
        etag = response.headers["ETag"]
    assert told(client, address, Range="bytes=5-", If_Match=etag) == (206, None)
    assert told(client, address, Range="bytes=5-", If_Match='"other"') == (412, OTHER_TAG)
    packed = f'{etag[:-1]}-gzip"'
    assert told(client, address, Range="bytes=5-", If_Match=packed) == (412, OTHER_TAG)
    asked = {"Range": "bytes=5-", "If_Unmodified_Since": BUILT_LONG_AGO}
    assert told(client, address, **asked) == (412, OTHER_DATE)


def test_a_download_that_goes_on_after_a_new_release_is_told(copy, tmp_path):
    instance = tmp_path / "instance"
    build(folder_at(copy), instance, files=True)
    before = app_on(copy, instance).test_client()
    first = before.get("/v1/losses.csv", headers={"Range": "bytes=0-99"}, buffered=True)
    cells(LOSSES, 2, note="Seen.")(copy)
    build(folder_at(copy), instance, files=True)
    now = app_on(copy, instance).test_client()
    asked = {"Range": "bytes=100-", "If_Match": first.headers["ETag"]}
    assert told(now, "/v1/losses.csv", **asked) == (412, OTHER_TAG)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/health", 200), ("/version", 200), ("/v1/nothing", 404), ("/v1/losses?limit=0", 422)],
)
def test_what_has_no_etag_is_answered_as_without_a_condition(client, address, status):
    conditions = {"If_Match": '"other"', "If_Unmodified_Since": BUILT_LONG_AGO}
    assert told(client, address, **conditions) == (status, None)


def test_the_refusal_is_a_problem_that_nobody_keeps(client):
    response = client.get("/v1/losses?limit=5", headers={"If-Match": '"other"'})
    assert response.json == {
        "type": "/problems/precondition-failed",
        "title": "The answer is another one by now",
        "status": 412,
        "detail": OTHER_TAG,
        "instance": "/v1/losses?limit=5",
    }
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert [name for name in ("ETag", "Last-Modified") if name in response.headers] == []


def test_a_file_that_is_asked_for_on_a_condition_is_not_left_to_the_proxy(sample, files):
    proxied = app_on(sample, files, accel="/files/").test_client()
    etag = proxied.get("/v1/losses.csv").headers["ETag"]
    with proxied.get("/v1/losses.csv", headers={"If-Match": etag}) as response:
        assert (response.status_code, "X-Accel-Redirect" in response.headers) == (200, False)
        assert response.data != b""
    assert told(proxied, "/v1/losses.csv", If_Match='"other"') == (412, OTHER_TAG)
