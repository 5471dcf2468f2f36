"""The addresses of the README are answered as it says."""

import re

import pytest

from api.config import HOME, Config

README = (HOME / "README.md").read_text(encoding="utf-8")
ADDRESSES = re.findall(r"`(/v1/[^`]+)`", README)


def test_the_readme_has_addresses_to_try():
    assert len(ADDRESSES) >= 10


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_the_readme_finds_something(curated_client, address):
    answer = curated_client.get(address)
    assert answer.status_code == 200
    if answer.is_json and "data" in answer.json:
        assert answer.json["meta"]["total"] > 0


@pytest.mark.parametrize("setting", Config.__dataclass_fields__)
def test_every_setting_stands_in_the_readme(setting):
    assert f"`FIGURES_{setting.upper()}`" in README
