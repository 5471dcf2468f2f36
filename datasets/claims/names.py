"""Names of actors and places as they stand in a sentence: with article and grammatical number.

A rule puts the article before a name; the tables below hold the words that the rule looks for and
the names that it would get wrong. A test lists every name in a sentence, so a new name is read
before it is published.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from datasets.model.references import Actor, Place

# An institution or an office takes "the" by its noun: the last word before "of", "for", "in" …
_INSTITUTIONS = frozenset({
    "administration", "agency", "alliance", "army", "assembly", "assessment", "association",
    "authority", "authors", "bank", "board", "brigade", "brigades", "bureau", "cabinet",
    "center", "centre", "chair", "chairman", "chancellery", "chief", "cluster", "coalition",
    "command", "commandant", "commander", "commander-in-chief", "commission", "commissioner",
    "committee", "committees", "community", "confederation", "congress", "contingent",
    "coordinator", "corps", "council", "court", "crescent", "cross", "defence", "defense",
    "delegation", "department", "director", "director-general", "directorate", "division",
    "embassy", "emirate", "estimate", "federation", "fleet", "force", "forces", "forum",
    "foundation", "front", "fund", "general", "government", "governor", "group", "guard",
    "guards", "head", "headquarters", "inspectorate", "institute", "leader", "legion", "mayor",
    "militia", "minister", "ministry", "mission", "monitor", "movement", "nations", "network",
    "observatory", "office", "ombudsman", "operation", "organisation", "organization",
    "parliament", "party", "police", "presidency", "president", "program", "programme",
    "project", "prosecutor", "regiment", "registry", "repository", "resistance", "secretariat",
    "secretary", "secretary-general", "senate", "service", "services", "society", "speaker",
    "staff", "state", "survey", "team", "tracker", "tribunal", "union", "unit",
})  # fmt: skip

# One of several who hold such an office takes "a".
_OFFICERS = frozenset({
    "adviser", "aide", "ambassador-at-large", "assistant", "commentator", "deputy", "envoy",
    "official", "representative", "spokesman", "spokesperson", "spokeswoman",
})  # fmt: skip

# Names that the rule for institutions would get wrong, as they stand in a sentence.
_ACTORS: Mapping[str, str] = MappingProxyType(
    {
        "Associated Press": "the Associated Press",
        "BBC": "the BBC",
        "Houthis": "the Houthis",
        "Kremlin": "the Kremlin",
        "Pentagon": "the Pentagon",
        "Taliban": "the Taliban",
        "White House": "the White House",
    }
)

# A country or territory takes "the" by a word of its name.
_TERRITORIES = frozenset({
    "bank", "emirates", "islands", "isle", "kingdom", "part", "republic", "states", "strip",
    "territories", "territory", "war",
})  # fmt: skip
_UNITS = re.compile(
    r"\bAutonomous (?:Okrug|Oblast|Republic|Region|Area)\b|Peoples' Region$"
    r"|(?:Region|Department) of "
)

# Names of places that the rule would get wrong, as they stand in a sentence.
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "Bahamas": "the Bahamas",
        "Comoros": "the Comoros",
        "Countries neighbouring Ukraine": "countries neighbouring Ukraine",
        "Dadaab camps": "the Dadaab camps",
        "Far North Region": "the Far North Region",
        "Gambia": "the Gambia",
        "Heard Island and McDonald Islands": "Heard Island and McDonald Islands",
        "Holy See": "the Holy See",
        "Horn of Africa and Yemen": "the Horn of Africa and Yemen",
        "Kutupalong expansion site": "the Kutupalong expansion site",
        "Maldives": "the Maldives",
        "Middle East": "the Middle East",
        "Netherlands": "the Netherlands",
        "North Governorate": "the North Governorate",
        "North-West and South-West regions of Cameroon": "the North-West and South-West regions of "
        "Cameroon",
        "Philippines": "the Philippines",
        "Seychelles": "the Seychelles",
        "South Georgia and the South Sandwich Islands": "South Georgia and the South Sandwich "
        "Islands",
        "South Governorate": "the South Governorate",
        "UNMISS protection site in Bentiu": "the UNMISS protection site in Bentiu",
        "World": "the world",
        "World outside Europe": "the world outside Europe",
        "former Yugoslavia": "the former Yugoslavia",
        "countries around the Central African Republic": "countries around the Central African "
        "Republic",
        "southern suburbs of Beirut": "the southern suburbs of Beirut",
    }
)

# The head of the name of a group of people, where one of them is not called by it without its s.
_ONE_OF: Mapping[str, str] = MappingProxyType(
    {
        "people": "person",
        "children": "child",
        "women": "woman",
        "men": "man",
        "families": "family",
        "combatants and civilians": "combatant or civilian",
    }
)
# Groups that are people, unless their place must be named with them.
_PLAIN_PEOPLE = frozenset({"residents", "population"})
_COUNTRY = re.compile(r"(?P<group>.+?) (?P<preposition>of|from|in) (?P<country>.+)")


@lru_cache(maxsize=10_000)
def actor_in_sentence(actor: Actor) -> str:
    """An actor with its article: ``the Governor of Kursk Oblast``, ``an unnamed outlet``."""
    name = actor.name
    if name in _ACTORS:
        return _ACTORS[name]
    if actor.kind == "media" or name.lower().startswith("the "):
        return name
    noun = _noun(name)
    if noun in _OFFICERS or (actor.kind == "anonymous" and not noun.endswith("s")):
        first = name.partition(" ")[0]
        name = name[0].lower() + name[1:] if first.lower() in _OFFICERS else name
        return f"{'an' if name[0] in 'aeiouAEIO' else 'a'} {name}"
    return f"the {name}" if noun in _INSTITUTIONS else name


@lru_cache(maxsize=10_000)
def place_in_sentence(place: Place) -> str:
    """A place with its article: ``the Gaza Strip``, ``Kursk Oblast``."""
    return place_name_in_sentence(place.name)


def place_name_in_sentence(name: str) -> str:
    """The name of a place with its article."""
    if name in _PLACES:
        return _PLACES[name]
    takes_article = _noun(name) in _TERRITORIES or _UNITS.search(name)
    return f"the {name}" if takes_article else name


@lru_cache(maxsize=20_000)
def people_of(subject: Actor, places: frozenset[str], *, singular: bool) -> str:
    """The people of a subject as they are counted: ``members of the armed forces of Russia``.

    ``places`` are the names of the places that the sentence names or implies; the country of the
    people is left out if it is one of them.
    """
    if subject.kind != "population":
        return f"{'member' if singular else 'members'} of {actor_in_sentence(subject)}"
    group, country = _group_and_country(subject, places)
    if group in _PLAIN_PEOPLE and (not country or group == "population"):
        group = "people"
    return f"{_one_of(group) if singular else group} {country}".rstrip()


@lru_cache(maxsize=20_000)
def party_of(subject: Actor, places: frozenset[str]) -> str:
    """The subject as a party or a group: ``the armed forces of Russia``, ``civilians``."""
    if subject.kind != "population":
        return actor_in_sentence(subject)
    return people_of(subject, places, singular=False)


@lru_cache(maxsize=20_000)
def origin_of(subject: Actor, places: frozenset[str]) -> str:
    """The country of a subject with its preposition: ``from Iran``; empty if there is none."""
    if subject.kind != "population":
        return f"of {actor_in_sentence(subject)}"
    return _group_and_country(subject, places)[1]


def _group_and_country(subject: Actor, places: frozenset[str]) -> tuple[str, str]:
    """The group and its country: ("people", "from Iran"), ("civilians", "") in their country."""
    parts = _COUNTRY.fullmatch(subject.name)
    if parts is None:
        return subject.name, ""
    group, preposition, country = parts.groups()
    repeated = preposition != "from" and country.removeprefix("the ") in places
    return group, "" if repeated else f"{preposition} {country}"


def _one_of(group: str) -> str:
    """The singular of a group: ``stateless person``, ``family with children``."""
    if group in _ONE_OF:
        return _ONE_OF[group]
    head, preposition, rest = group.partition(" with ")
    *adjectives, noun = head.split(" ")
    one = _ONE_OF.get(noun) or noun.removesuffix("s")
    return " ".join([*adjectives, one]) + preposition + rest


def _noun(name: str) -> str:
    """The noun of a name, in lower case: ``ministry`` of "Ministry of Health in Gaza"."""
    head = re.split(r" (?:of|for|in|on|against|to|held) ", name, maxsplit=1)[0]
    return head.rpartition(" ")[2].lower()
