"""Headers about the scheme of a request: believed only behind a proxy."""

from urllib.request import Request, urlopen

import pytest


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Protocol": "ssl"},
        {"X-Forwarded-Ssl": "on"},
        {"X-Forwarded-Host": "evil.example"},
    ],
)
def test_a_header_of_a_client_does_not_change_the_links_of_a_feed(curated_server, header):
    request = Request(f"{curated_server}/v1/changes.atom?limit=1", headers=header)  # noqa: S310
    with urlopen(request) as response:  # noqa: S310
        feed = response.read().decode()
    assert f'href="{curated_server}/v1/changes.atom?limit=1"' in feed
