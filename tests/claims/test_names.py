import pytest

from datasets.claims.names import (
    actor_in_sentence,
    origin_of,
    party_of,
    people_of,
    place_in_sentence,
)
from datasets.model.references import Actor, Place
from tests.names import NAMES, names

# kind, name, as it stands in a sentence
ACTORS = [
    ("government", "Governor of Kursk Oblast", "the Governor of Kursk Oblast"),
    ("government", "Ministry of Health in Gaza", "the Ministry of Health in Gaza"),
    ("government", "UK Defence Intelligence", "UK Defence Intelligence"),
    ("government", "Ukrainian local authorities", "Ukrainian local authorities"),
    ("armed-force", "Rapid Support Forces", "the Rapid Support Forces"),
    ("armed-force", "Hamas", "Hamas"),
    ("armed-force", "Spokesperson of the Sudanese Armed Forces",
     "a spokesperson of the Sudanese Armed Forces"),
    ("intergovernmental", "World Bank", "the World Bank"),
    ("intergovernmental", "UNHCR", "UNHCR"),
    ("ngo", "Norwegian Refugee Council", "the Norwegian Refugee Council"),
    ("ngo", "Save the Children", "Save the Children"),
    ("research", "Oryx", "Oryx"),
    ("research", "Uppsala Conflict Data Program", "the Uppsala Conflict Data Program"),
    ("media", "Associated Press", "the Associated Press"),
    ("media", "The Economist", "The Economist"),
    ("media", "Agence France-Presse", "Agence France-Presse"),
    ("media", "Anadolu Agency", "Anadolu Agency"),
    ("anonymous", "unnamed outlet", "an unnamed outlet"),
    ("anonymous", "unnamed US officials", "unnamed US officials"),
    ("anonymous", "US official", "a US official"),
    ("anonymous", "Israeli official", "an Israeli official"),
]  # fmt: skip

# kind, name, names of the places around, then: one, many, party, origin
SUBJECTS = [
    ("armed-force", "armed forces of Russia", ["Russia"],
     "member of the armed forces of Russia", "members of the armed forces of Russia",
     "the armed forces of Russia", "of the armed forces of Russia"),
    ("armed-force", "Hamas", [], "member of Hamas", "members of Hamas", "Hamas", "of Hamas"),
    ("population", "civilians of Russia", ["Kursk Oblast", "Russia"],
     "civilian", "civilians", "civilians", ""),
    ("population", "civilians of Russia", ["Ukraine"],
     "civilian of Russia", "civilians of Russia", "civilians of Russia", "of Russia"),
    ("population", "people from Iran", ["Iran"],
     "person from Iran", "people from Iran", "people from Iran", "from Iran"),
    ("population", "people in Lebanon", ["Lebanon"], "person", "people", "people", ""),
    ("population", "residents of Oman", ["Oman"], "person", "people", "people", ""),
    ("population", "residents of Oman", ["World"],
     "resident of Oman", "residents of Oman", "residents of Oman", "of Oman"),
    ("population", "residents", ["Oman"], "person", "people", "people", ""),
    ("population", "population of the Gaza Strip", ["Gaza Strip", "Palestine"],
     "person", "people", "people", ""),
    ("population", "population of the Gaza Strip", ["Palestine"],
     "person of the Gaza Strip", "people of the Gaza Strip", "people of the Gaza Strip",
     "of the Gaza Strip"),
    ("population", "women of the Gaza Strip", ["Gaza Strip"], "woman", "women", "women", ""),
    ("population", "children of Ukraine", ["Ukraine"], "child", "children", "children", ""),
    ("population", "families with children in Ukraine", ["Pokrovsk", "Ukraine"],
     "family with children", "families with children", "families with children", ""),
    ("population", "stateless people", ["Slovakia"],
     "stateless person", "stateless people", "stateless people", ""),
    ("population", "aid workers", [], "aid worker", "aid workers", "aid workers", ""),
    ("population", "combatants and civilians of any side", [],
     "combatant or civilian of any side", "combatants and civilians of any side",
     "combatants and civilians of any side", "of any side"),
]  # fmt: skip


def actor(kind, name):
    return Actor(actor_id="a", name=name, aka=None, kind=kind, side=None, wikidata=None)


@pytest.mark.parametrize(("kind", "name", "expected"), ACTORS)
def test_an_actor_has_the_article_that_its_kind_and_noun_need(kind, name, expected):
    assert actor_in_sentence(actor(kind, name)) == expected


@pytest.mark.parametrize(("kind", "name", "around", "one", "many", "party", "origin"), SUBJECTS)
def test_a_subject_does_not_repeat_the_place(kind, name, around, one, many, party, origin):
    subject, places = actor(kind, name), frozenset(around)
    assert (
        people_of(subject, places, singular=True),
        people_of(subject, places, singular=False),
        party_of(subject, places),
        origin_of(subject, places),
    ) == (one, many, party, origin)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gaza Strip", "the Gaza Strip"),
        ("Netherlands", "the Netherlands"),
        ("Republic of the Congo", "the Republic of the Congo"),
        ("Russo-Ukrainian war", "the Russo-Ukrainian war"),
        ("Chukotka Autonomous Okrug", "the Chukotka Autonomous Okrug"),
        ("part of Kursk Oblast held by Ukrainian forces",
         "the part of Kursk Oblast held by Ukrainian forces"),
        ("World", "the world"),
        ("Kursk Oblast", "Kursk Oblast"),
        ("Bay Region of Somalia", "the Bay Region of Somalia"),
        ("Bakool Region", "Bakool Region"),
        ("Artibonite Department", "Artibonite Department"),
        ("Sint Maarten", "Sint Maarten"),
    ],
)  # fmt: skip
def test_a_place_has_the_article_that_its_noun_needs(name, expected):
    columns = dict.fromkeys(("aka", "parent", "iso3", "pcode", "iso3166_2", "point_source"))
    place = Place(place_id="p", name=name, level="area", lat=None, lon=None, **columns)
    assert place_in_sentence(place) == expected


def test_every_name_in_a_sentence_is_one_that_was_read():
    """Run ``python -m tests.names`` and read the new lines of tests/names.csv."""
    assert names() == NAMES.read_text(encoding="utf-8")
