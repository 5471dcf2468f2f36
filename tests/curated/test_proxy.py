"""The proxy of docs/deploying.md, as it is printed there, in front of the program."""

import gzip
import socket
import subprocess
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from api.config import HOME
from tests.documents import blocks
from tests.programs import program
from tests.servers import serving

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
PUBLIC = "https://figures.example.org"


@pytest.fixture(scope="module")
def proxied(curated_instance, tmp_path_factory):
    """The address of nginx in front of a server that knows its public address."""
    folder = tmp_path_factory.mktemp("nginx")
    nginx = (program("nginx"), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors"))
    with serving(curated_instance, settings={"FIGURES_PUBLIC_URL": PUBLIC}) as server:
        port = free_port()
        (folder / "nginx.conf").write_text(configuration(folder, server.address, port))
        subprocess.run(nginx, check=True)  # it returns when it listens
        yield f"http://127.0.0.1:{port}"
        subprocess.run([*nginx, "-s", "stop"], check=True)


def configuration(folder, server, port):
    """The printed block, between a server and a port of this test."""
    (printed,) = blocks(HOME / "docs" / "deploying.md", "nginx")
    printed = printed.replace("listen 80", f"listen 127.0.0.1:{port}")
    printed = printed.replace("127.0.0.1:8000", urlsplit(server).netloc)
    paths = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    return (
        f"user root root;\npid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}{printed}}}\n"
    )


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def asked(address, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urlopen(Request(address, headers=named))  # noqa: S310


def test_a_table_passes_whole_and_is_packed(proxied, curated_client):
    address = "/v1/population.csv"
    with asked(proxied + address, Accept_Encoding="gzip") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == curated_client.get(address).data


def test_who_has_a_packed_answer_is_not_sent_it_again(proxied):
    with asked(f"{proxied}/v1/losses", Accept_Encoding="gzip") as answer:
        etag = answer.headers["ETag"]
    assert etag.endswith('-gzip"')
    with pytest.raises(HTTPError) as kept:
        asked(f"{proxied}/v1/losses", Accept_Encoding="gzip", If_None_Match=etag)
    with kept.value as answer:
        assert answer.code == 304


def test_a_feed_names_the_public_address_whatever_a_client_says(proxied):
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    with asked(f"{proxied}/v1/changes.atom?limit=1", **lies) as answer:
        feed = answer.read().decode()
    assert f'href="{PUBLIC}/v1/changes.atom?limit=1"' in feed
    assert "evil" not in feed


def test_a_body_is_refused_before_the_program_is_reached(proxied):
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{proxied}/v1/losses", data=b"x" * 2048)  # noqa: S310
    with refused.value as answer:
        assert (answer.code, answer.headers["Server"].startswith("nginx")) == (413, True)
