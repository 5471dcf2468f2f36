"""The voices in The Economist's list of claims: the actor behind each label."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who asserts a number, through whom it came, and how it was come by, as the label says."""

    actor: str
    via: str = ""
    basis: str = "stated"


MIVD = "Dutch Military Intelligence and Security Service (MIVD)"
MIVD_BY_MAIL = MIVD.removesuffix(")") + "; note, timing clarified via email)"

SPEAKERS: Mapping[str, Speaker] = MappingProxyType(
    {
        "BBC Russia": Speaker("bbc-russian"),
        "CIA": Speaker("us-cia"),
        "CSIS": Speaker("csis"),
        "The Centre for Strategic and International Studies": Speaker("csis"),
        MIVD: Speaker("nl-mivd"),
        MIVD_BY_MAIL: Speaker("nl-mivd"),
        "Excess deaths estimate (D. Kobak)": Speaker("excess-mortality-study", basis="modelled"),
        "French foreign minister": Speaker("fr-foreign-minister"),
        "IISS": Speaker("iiss"),
        "Lostarmour": Speaker("lostarmour"),
        "Mediazona; Meduza": Speaker("meduza-and-mediazona", basis="modelled"),
        "Mediazona; Meduza (cumulative)": Speaker("meduza-and-mediazona", basis="modelled"),
        "NATO nations (via NYT)": Speaker("nato-states-unnamed", "new-york-times"),
        "NATO officials (via WP)": Speaker("nato-official-unnamed", "washington-post"),
        "NATO officials (via media24)": Speaker("nato-official-unnamed", "united24-media"),
        "Norwegian Defense Intelligence": Speaker("no-intelligence-service"),
        "Office of the President of Ukraine": Speaker("ua-president-office"),
        "Pentagon leak": Speaker("us-leaked-assessment"),
        "Russian Ministry of Defense": Speaker("ru-ministry-of-defence"),
        "The Memory Book": Speaker("memory-book"),
        "UAlosses": Speaker("ualosses"),
        "UK Foreign ministry": Speaker("uk-foreign-office"),
        "UK Ministry of Defence": Speaker("uk-ministry-of-defence"),
        "UK MoD": Speaker("uk-ministry-of-defence"),
        "US DoD": Speaker("us-department-of-defense"),
        "US intelligence services": Speaker("us-intelligence-community"),
        "US officials (via NYT)": Speaker("us-officials-unnamed", "new-york-times"),
        # Listed by The Economist itself, so that nobody stands between the two.
        "US officials (via The Economist)": Speaker("us-officials-unnamed"),
        "US Sec of Def": Speaker("us-secretary-of-defense"),
        "Ukrainian estimate (leak via WSJ)": Speaker("ua-leaked-estimate", "wall-street-journal"),
        "Western intelligence agencies (via WSJ)": Speaker(
            "western-intelligence-unnamed", "wall-street-journal"
        ),
    }
)

NOT_RECORDED: Mapping[str, str] = MappingProxyType(
    {
        "Armed Forces of Ukraine": (
            "the General Staff's totals, which do not tell killed from wounded: see its own series"
        ),
        "Yurii Butosov": "said by a private person; claimants are offices and organisations",
    }
)

ACTORS: tuple[Mapping[str, str], ...] = (
    {"actor_id": "bbc-russian", "name": "BBC News Russian", "kind": "media"},
    {
        "actor_id": "excess-mortality-study",
        "name": "authors of a study of excess mortality among Russian men",
        "kind": "research",
    },
    {
        "actor_id": "fr-foreign-minister",
        "name": "Minister for Foreign Affairs of France",
        "kind": "government",
    },
    {
        "actor_id": "iiss",
        "name": "International Institute for Strategic Studies",
        "aka": "IISS",
        "kind": "research",
    },
    {"actor_id": "lostarmour", "name": "LostArmour", "kind": "research"},
    {"actor_id": "memory-book", "name": "The Memory Book", "aka": "Книга пам'яті", "kind": "ngo"},
    {
        "actor_id": "nato-states-unnamed",
        "name": "unnamed member states of NATO",
        "kind": "anonymous",
    },
    {"actor_id": "new-york-times", "name": "The New York Times", "aka": "NYT", "kind": "media"},
    {
        "actor_id": "nl-mivd",
        "name": "Military Intelligence and Security Service of the Netherlands",
        "aka": "MIVD",
        "kind": "government",
    },
    {
        "actor_id": "no-intelligence-service",
        "name": "Norwegian Intelligence Service",
        "aka": "Etterretningstjenesten",
        "kind": "government",
    },
    {
        "actor_id": "ua-leaked-estimate",
        "name": "leaked confidential Ukrainian estimate",
        "kind": "anonymous",
        "side": "ua",
    },
    {
        "actor_id": "ua-president-office",
        "name": "Office of the President of Ukraine",
        "aka": "Офіс Президента України",
        "kind": "government",
        "side": "ua",
    },
    {"actor_id": "ualosses", "name": "UALosses", "kind": "research"},
    {
        "actor_id": "uk-foreign-office",
        "name": "Foreign, Commonwealth and Development Office of the United Kingdom",
        "aka": "FCDO",
        "kind": "government",
    },
    {"actor_id": "united24-media", "name": "UNITED24 Media", "kind": "media"},
    {
        "actor_id": "us-cia",
        "name": "Central Intelligence Agency of the United States",
        "aka": "CIA",
        "kind": "government",
    },
    {
        "actor_id": "us-department-of-defense",
        "name": "Department of Defense of the United States",
        "aka": "US DoD;Pentagon",
        "kind": "government",
    },
    {
        "actor_id": "us-intelligence-community",
        "name": "Intelligence Community of the United States",
        "aka": "ODNI",
        "kind": "government",
    },
    {
        "actor_id": "us-leaked-assessment",
        "name": "leaked confidential US assessment",
        "aka": "Pentagon leak",
        "kind": "anonymous",
    },
    {"actor_id": "us-officials-unnamed", "name": "unnamed US officials", "kind": "anonymous"},
    {
        "actor_id": "us-secretary-of-defense",
        "name": "Secretary of Defense of the United States",
        "kind": "government",
    },
    {
        "actor_id": "wall-street-journal",
        "name": "The Wall Street Journal",
        "aka": "WSJ",
        "kind": "media",
    },
    {
        "actor_id": "western-intelligence-unnamed",
        "name": "unnamed Western intelligence agencies",
        "kind": "anonymous",
    },
)
