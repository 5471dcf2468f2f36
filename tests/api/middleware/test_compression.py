"""Compression: the coding is negotiated, and the decoded body is the uncompressed one."""

import gzip
from base64 import b64encode
from hashlib import sha256

import brotli
import pytest
import zstandard

from api import create_app
from api.config import HOME, Config

DECODED = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    None: bytes,
}
CODINGS = [
    # Accept-Encoding, expected Content-Encoding
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


@pytest.fixture(scope="module")
def client(sample, sample_instance):
    return create_app(Config(datasets=sample, instance=sample_instance)).test_client()


@pytest.mark.parametrize(("accept_encoding", "coding"), CODINGS)
def test_the_coding_is_the_one_that_the_client_prefers(client, accept_encoding, coding):
    headers = {} if accept_encoding is None else {"Accept-Encoding": accept_encoding}
    plain = client.get("/v1/figures").data
    for _ in range(2):
        response = client.get("/v1/figures", headers=headers)
        assert response.headers.get("Content-Encoding") == coding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.content_length == len(response.data)
        assert DECODED[coding](response.data) == plain


@pytest.mark.parametrize("coding", ["br", "gzip", "zstd"])
@pytest.mark.parametrize("extension", ["csv", "ndjson"])
def test_a_stream_is_compressed_without_a_content_length(client, coding, extension):
    url = f"/v1/figures.{extension}?history=true"
    response = client.get(url, headers={"Accept-Encoding": coding})
    assert response.headers["Content-Encoding"] == coding
    assert "Content-Length" not in response.headers
    assert DECODED[coding](response.data) == client.get(url).data


@pytest.mark.parametrize(
    ("url", "coding"),
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
def test_text_is_compressed_and_binary_formats_are_not(client, url, coding):
    with client.get(url, headers={"Accept-Encoding": "br"}) as response:
        assert response.headers.get("Content-Encoding") == coding


def test_each_coding_has_its_own_etag_and_if_none_match_accepts_all(client):
    etags = [
        client.get("/v1/losses", headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("identity", "gzip", "br", "zstd")
    ]
    plain = etags[0].strip('"')
    assert etags == [f'"{plain}"', f'"{plain}-gzip"', f'"{plain}-br"', f'"{plain}-zstd"']
    for etag in etags:
        response = client.get("/v1/losses", headers={"If-None-Match": etag})
        assert (response.status_code, response.headers["ETag"]) == (304, etag)


def test_a_range_is_taken_from_the_uncompressed_bytes(client):
    headers = {"Accept-Encoding": "br", "Range": "bytes=0-9"}
    with client.get("/openapi.json", headers=headers) as response:
        assert (response.status_code, "Content-Encoding" in response.headers) == (206, False)
        assert response.data == (HOME / "openapi" / "openapi.json").read_bytes()[:10]


@pytest.mark.parametrize("coding", ["identity", "br"])
def test_a_complete_file_has_the_digest_of_its_compressed_bytes(client, coding):
    url = "/v1/comparisons.csv?metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
    for _ in range(2):
        response = client.get(url, headers={"Accept-Encoding": coding})
        digest = b64encode(sha256(response.data).digest()).decode()
        assert response.headers["Content-Digest"] == f"sha-256=:{digest}:"
    assert "Content-Digest" not in client.head(url).headers
    assert "Content-Digest" not in client.get("/v1/losses").headers
    with client.get("/v1/losses.csv") as response:
        assert "Content-Digest" not in response.headers
