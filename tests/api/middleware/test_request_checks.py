"""Request checks: each request has an id, and malformed requests are rejected without reading."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import create_app
from api.config import Config
from api.headers import DEFAULT_HEADERS

TITLE_AND_STATUS = {
    "bad-request": ("Bad request", 400),
    "unknown-host": ("Unknown host", 400),
    "method-not-allowed": ("Read-only API", 405),
    "content-refused": ("Request body not accepted", 413),
    "too-long": ("URL too long", 414),
    "headers-too-long": ("Request headers too large", 431),
}
CONTENT = "The request has a body; no operation accepts one."
LOSSES = {"REQUEST_METHOD": "GET", "PATH_INFO": "/v1/losses", "QUERY_STRING": ""}
LONG = "a" * 8192

# Environ of a request, code and detail of the problem, its instance.
REFUSED = [
    ({"REQUEST_METHOD": "POST"}, "method-not-allowed", "POST is not allowed; use GET.",
     "/v1/losses"),
    ({"REQUEST_METHOD": "TRACE"}, "method-not-allowed", "TRACE is not allowed; use GET.",
     "/v1/losses"),
    ({"REQUEST_METHOD": "get"}, "method-not-allowed", "get is not allowed; use GET.",
     "/v1/losses"),
    ({"REQUEST_METHOD": "X" * 30}, "method-not-allowed", f"{'X' * 20} is not allowed; use GET.",
     "/v1/losses"),
    ({"REQUEST_METHOD": "PUT", "CONTENT_LENGTH": "1"}, "method-not-allowed",
     "PUT is not allowed; use GET.", "/v1/losses"),
    ({"CONTENT_LENGTH": "1"}, "content-refused", CONTENT, "/v1/losses"),
    ({"CONTENT_LENGTH": "99999999999999999999"}, "content-refused", CONTENT, "/v1/losses"),
    ({"HTTP_TRANSFER_ENCODING": "chunked"}, "content-refused", CONTENT, "/v1/losses"),
    ({"CONTENT_LENGTH": "0", "HTTP_TRANSFER_ENCODING": "chunked"}, "content-refused", CONTENT,
     "/v1/losses"),
    ({"CONTENT_LENGTH": "-1"}, "bad-request", "Content-Length is not a number.", "/v1/losses"),
    ({"CONTENT_LENGTH": "two"}, "bad-request", "Content-Length is not a number.", "/v1/losses"),
    ({"CONTENT_LENGTH": "\u00b2"}, "bad-request", "Content-Length is not a number.", "/v1/losses"),
    ({"PATH_INFO": "/v1/l\x00sses"}, "bad-request", "The path contains a control character.",
     "/v1/l%00sses"),
    ({"PATH_INFO": "/v1/losses\n"}, "bad-request", "The path contains a control character.",
     "/v1/losses%0A"),
    ({"PATH_INFO": "/\xff"}, "bad-request", "The path is not UTF-8.", "/%FF"),
    ({"PATH_INFO": "/\xed\xa0\x80"}, "bad-request", "The path is not UTF-8.", "/%ED%A0%80"),
    ({"QUERY_STRING": "metric=%00"}, "bad-request",
     "The query string contains a control character.", "/v1/losses?metric=%00"),
    ({"QUERY_STRING": "%7f=1"}, "bad-request", "The query string contains a control character.",
     "/v1/losses?%7f=1"),
    ({"QUERY_STRING": "metric=%fc"}, "bad-request", "The query string is not UTF-8.",
     "/v1/losses?metric=%fc"),
    ({"QUERY_STRING": "metric=\xfc"}, "bad-request", "The query string is not UTF-8.",
     "/v1/losses?metric=%FC"),
    ({"QUERY_STRING": f"q={LONG}"}, "too-long", "The URL has 8,204 bytes; the maximum is 8,192.",
     "/v1/losses"),
    ({"PATH_INFO": f"/{LONG}"}, "too-long", "The URL has 8,193 bytes; the maximum is 8,192.",
     f"/{'a' * 99}"),
    ({f"HTTP_X_{number}": "" for number in range(65)}, "headers-too-long",
     "The request has 65 headers with 250 bytes.", "/v1/losses"),
    ({"HTTP_COOKIE": "a" * 16379}, "headers-too-long",
     "The request has 1 headers with 16,385 bytes.", "/v1/losses"),
    ({f"HTTP_{'X' * 16383}": "aa"}, "headers-too-long",
     "The request has 1 headers with 16,385 bytes.", "/v1/losses"),
]  # fmt: skip

# Environ of a request that is passed on, and the status of the response of the application.
PASSED = [
    ({"CONTENT_LENGTH": ""}, 200),
    ({"CONTENT_LENGTH": "0"}, 200),
    ({"CONTENT_LENGTH": "000"}, 200),
    ({"PATH_INFO": "/v1/actors", "QUERY_STRING": "q=%D0%9A%D0%B8%D1%97%D0%B2"}, 200),
    ({"PATH_INFO": "/v1/actors", "QUERY_STRING": "q=\xd0\x9a"}, 200),
    ({"PATH_INFO": "/\xd0\x9a"}, 404),
    ({"PATH_INFO": "//example.org/v1/losses"}, 404),
    ({"PATH_INFO": "/v1//losses"}, 404),
    ({"PATH_INFO": ""}, 200),
    ({"PATH_INFO": "*", "REQUEST_METHOD": "OPTIONS"}, 404),
    ({"PATH_INFO": "/" + "a" * 8191}, 404),
    ({f"HTTP_X_{number}": "" for number in range(64)}, 200),
    ({"HTTP_COOKIE": "a" * 16378}, 200),
]


def response_to(client, environ):
    """Status, headers and body of the response to a WSGI request."""
    started = []

    def start(status, headers, _error=None):
        started[:] = [int(status[:3]), dict(headers)]

    server = {
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "", "wsgi.url_scheme": "http", "wsgi.input": UnreadableInput(),
    }  # fmt: skip
    body = b"".join(client.application.wsgi_app({**server, **LOSSES, **environ}, start))
    return (*started, body)


class UnreadableInput:
    """Content of a request that must not be read."""

    def read(self, *_size):
        raise AssertionError("the content was read")

    readline = read


@pytest.fixture(scope="module")
def client(sample, sample_instance):
    return create_app(Config(datasets=sample, instance=sample_instance)).test_client()


@pytest.fixture(scope="module")
def client_with_hosts(sample, sample_instance):
    hosts = ("figures.example.org", "[::1]")
    config = Config(datasets=sample, instance=sample_instance, hosts=hosts)
    return create_app(config).test_client()


def problem(code, detail, address):
    title, status = TITLE_AND_STATUS[code]
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": address,
    }


@pytest.mark.parametrize(("environ", "code", "detail", "address"), REFUSED)
def test_a_malformed_request_is_rejected_without_reading_it(client, environ, code, detail, address):
    status, headers, body = response_to(client, environ)
    assert json.loads(body) == problem(code, detail, address)
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (
        TITLE_AND_STATUS[code][1],
        "application/problem+json",
        "no-store",
    )
    assert headers.get("Allow") == ("GET, HEAD, OPTIONS" if status == 405 else None)
    assert dict(DEFAULT_HEADERS).items() <= headers.items()
    assert "X-Request-Id" in headers


@pytest.mark.parametrize(("environ", "status"), PASSED)
def test_other_requests_are_passed_on(client, environ, status):
    assert response_to(client, environ)[0] == status


def test_a_problem_for_a_head_request_has_no_body(client):
    assert response_to(client, {"REQUEST_METHOD": "HEAD", "PATH_INFO": "/\xff"})[::2] == (400, b"")


def test_a_browser_gets_a_problem_as_html(client):
    status, headers, body = response_to(
        client, {"PATH_INFO": "/<b>\x00", "HTTP_ACCEPT": "text/html,*/*;q=0.8"}
    )
    assert (status, headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert b"The path contains a control character." in body
    assert b"<b>" not in body


@pytest.mark.parametrize("name", ["a", "A-b_c.9", "0" * 64])
def test_a_valid_request_id_of_the_client_is_used(client, name):
    for address in ("/v1/losses", "/v1/losses", "/v1/nothing", "/health"):
        response = client.get(address, headers={"X-Request-Id": name})
        assert response.headers.getlist("X-Request-Id") == [name]


@pytest.mark.parametrize("name", ["", "a b", "a,b", "<script>", "\xe9", "0" * 65])
def test_an_invalid_request_id_is_replaced(client, name):
    _, headers, _ = response_to(client, {"HTTP_X_REQUEST_ID": name})
    assert len(headers["X-Request-Id"]) == 32
    assert int(headers["X-Request-Id"], 16) > 0


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("figures.example.org", 200),
        ("FIGURES.example.org:8000", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("evil.example", 400),
        ("figures.example.org.evil.example", 400),
        ("figures.example.org@evil.example", 400),
        ("", 400),
        (None, 400),
    ],
)
def test_other_hosts_are_rejected_if_hosts_are_configured(client_with_hosts, host, status):
    environ = {} if host is None else {"HTTP_HOST": host}
    response_status, _, body = response_to(client_with_hosts, environ)
    assert response_status == status
    if status == 400:
        detail = "The Host header does not name this service."
        assert json.loads(body) == problem("unknown-host", detail, "/v1/losses")


def test_every_host_is_accepted_by_default(client):
    assert response_to(client, {"HTTP_HOST": "evil.example"})[0] == 200


text = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=20).map(str.encode),
    st.sampled_from([b"/v1/losses", b"/v1/figures/", b"/v1/places/na", b"/problems/", b"/series"]),
)
query = st.lists(st.one_of(text, st.sampled_from([b"limit=1", b"&", b"q=", b"=", b"%", b"a,b"])))
header = st.one_of(st.none(), st.binary(max_size=30))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST"]),
    path=st.lists(text, max_size=3).map(b"".join),
    query=query.map(b"".join),
    headers=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("HOST", "ACCEPT", "RANGE", "IF_NONE_MATCH", "COOKIE"), header)
    ),
)
def test_arbitrary_bytes_never_cause_a_server_error(client, method, path, query, headers):
    header_environ = {
        f"HTTP_{name}": value.decode("latin-1") for name, value in headers.items() if value
    }
    url_environ = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query.decode("latin-1")}
    status, response_headers, body = response_to(
        client, {"REQUEST_METHOD": method, **url_environ, **header_environ}
    )
    assert status < 500
    if status >= 400 and "text/html" not in response_headers["Content-Type"]:
        assert response_headers["Content-Type"] == "application/problem+json"
        assert method == "HEAD" or json.loads(body)["status"] == status
