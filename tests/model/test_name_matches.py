"""A text matches the names of codes by meaning first, and by spelling last."""

import pytest

from datasets.model.name_matches import NamedCode, matching_codes
from datasets.model.search_text import search_key


def country(id_, iso3, *names):
    keys = tuple(map(search_key, names))
    return NamedCode(iso3, names[0], keys, frozenset({id_, iso3.lower()}), exclusive=True)


def actor(code, *names):
    return NamedCode(code, names[0], tuple(map(search_key, (code, *names))))


COUNTRIES = [
    country("ua", "UKR", "Ukraine", "Україна"),
    country("us", "USA", "United States"),
    country("ne", "NER", "Niger"),
    country("ng", "NGA", "Nigeria"),
    country("at", "AUT", "Austria"),
    country("au", "AUS", "Australia"),
    country("sd", "SDN", "Sudan"),
    country("ss", "SSD", "South Sudan"),
    country("ie", "IRL", "Ireland"),
    country("is", "ISL", "Iceland"),
    country("sk", "SVK", "Slovakia"),
    country("si", "SVN", "Slovenia"),
]
ACTORS = [
    actor("ru-armed-forces", "armed forces of Russia"),
    actor("ru-civilians", "civilians of Russia"),
    actor("un-ohchr", "Office of the UN High Commissioner for Human Rights", "OHCHR"),
    actor("unn", "UNN"),
    actor("sy-army", "Syrian Arab Army"),
    actor("sy-people", "people from Syria"),
]


def codes_of(groups):
    return [[code.code for code in group] for group in groups]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("UA", [["UKR"]]),
        ("ukr", [["UKR"]]),
        ("Україна", [["UKR"]]),
        ("ukrainian", [["UKR"]]),
        ("Ukriane", [["UKR"]]),
        ("Niger", [["NER"]]),
        ("Nigerian", [["NGA"]]),
        ("Nigera", [["NER", "NGA"]]),
        ("Sudan", [["SDN"]]),
        ("South Sudan", [["SSD"]]),
        ("Austrailia", [["AUS"]]),
        ("austrian", [["AUT"]]),
        ("Irland", [["IRL"]]),
        ("slovak", [["SVK"]]),
        ("UAE", []),
        ("UK", []),
        ("USB", []),
        ("United Kingdom", []),
        ("Slavonia", []),
        ("", []),
        ("Ukraine " * 20, []),
    ],
)
def test_a_country_is_matched_by_name_or_whole_iso_code(text, codes):
    assert codes_of(matching_codes(text, COUNTRIES)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Russia", [["ru-armed-forces", "ru-civilians"]]),
        ("russian civilian", [["ru-civilians"]]),
        ("Russian armed forces", [["ru-armed-forces"]]),
        ("un", [["un-ohchr"]]),
        ("UNN", [["unn"]]),
        ("Russians", [["ru-armed-forces", "ru-civilians"]]),
        ("Syrians", [["sy-army"], ["sy-people"]]),
        ("ohchr", [["un-ohchr"]]),
        ("armed-forces", [["ru-armed-forces"]]),
        ("ru-civillians", [["ru-civilians"]]),
    ],
)
def test_an_actor_is_matched_by_parts_of_its_names(text, codes):
    assert codes_of(matching_codes(text, ACTORS)) == codes
