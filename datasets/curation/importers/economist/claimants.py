"""Claimants in The Economist's list: the actor behind each label."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Attribution:
    """Claimant of a number, outlet that relayed it, and basis, as a label of the list has them.

    ``quantifier`` and ``note`` are set where the document is known better than by the label.
    """

    actor: str
    via: str = ""
    basis: str = "stated"
    quantifier: str = ""
    note: str = ""


MIVD = "Dutch Military Intelligence and Security Service (MIVD)"
MIVD_BY_MAIL = MIVD.removesuffix(")") + "; note, timing clarified via email)"

ATTRIBUTIONS: Mapping[str, Attribution] = MappingProxyType(
    {
        "BBC Russia": Attribution("bbc-russian"),
        "CIA": Attribution("us-cia"),
        "CSIS": Attribution("csis"),
        "The Centre for Strategic and International Studies": Attribution("csis"),
        MIVD: Attribution("nl-mivd"),
        MIVD_BY_MAIL: Attribution("nl-mivd"),
        "Excess deaths estimate (D. Kobak)": Attribution(
            "excess-mortality-study", basis="modelled"
        ),
        "French foreign minister": Attribution("fr-foreign-minister"),
        "IISS": Attribution("iiss"),
        "Lostarmour": Attribution("lostarmour"),
        "Mediazona; Meduza": Attribution("meduza-and-mediazona", basis="modelled"),
        "Mediazona; Meduza (cumulative)": Attribution("meduza-and-mediazona", basis="modelled"),
        "NATO nations (via NYT)": Attribution("nato-states-unnamed", "new-york-times"),
        "NATO officials (via WP)": Attribution("nato-official-unnamed", "washington-post"),
        "NATO officials (via media24)": Attribution("nato-official-unnamed", "united24-media"),
        "Norwegian Defense Intelligence": Attribution("no-intelligence-service"),
        "Office of the President of Ukraine": Attribution("ua-president-office"),
        "Pentagon leak": Attribution("us-leaked-assessment"),
        "Russian Ministry of Defense": Attribution("ru-ministry-of-defence"),
        "The Memory Book": Attribution("memory-book"),
        "UAlosses": Attribution("ualosses"),
        "UK Foreign ministry": Attribution("uk-foreign-office"),
        "UK Ministry of Defence": Attribution("uk-ministry-of-defence"),
        "UK MoD": Attribution("uk-ministry-of-defence"),
        "US DoD": Attribution("us-department-of-defense"),
        "US intelligence services": Attribution("us-intelligence-community"),
        "US officials (via NYT)": Attribution("us-officials-unnamed", "new-york-times"),
        # The Economist publishes the list, so it is no outlet in between.
        "US officials (via The Economist)": Attribution("us-officials-unnamed"),
        "US Sec of Def": Attribution("us-secretary-of-defense"),
        "Ukrainian estimate (leak via WSJ)": Attribution(
            "ua-leaked-estimate", "wall-street-journal", "estimated"
        ),
        "Western intelligence agencies (via WSJ)": Attribution(
            "western-intelligence-unnamed", "wall-street-journal"
        ),
    }
)

# Labels whose ranges The Economist computes: it takes the dead before the invasion from the count
# and adds the missing for the high end, as the list explains beside one of them.
COMPUTED_RANGES: Mapping[str, Attribution] = MappingProxyType(
    {"UAlosses": Attribution("the-economist")}
)

# Claims whose own address is that of another claimant than the label, by the start of the address.
BY_ADDRESS: Mapping[str, Attribution] = MappingProxyType(
    {
        "https://www.gchq.gov.uk/speech/": Attribution(
            "uk-gchq",
            quantifier="approximately",
            note="The list names the Ministry of Defence; its address is a speech of the director "
            'of GCHQ, who said "almost half a million", as other outlets reported it.',
        )
    }
)

NOT_RECORDED: Mapping[str, str] = MappingProxyType(
    {
        "Armed Forces of Ukraine": (
            "totals of the General Staff, which do not separate killed and wounded: its own series"
        ),
        "Yurii Butosov": "a claim by a private person; claimants are offices and organizations",
    }
)


def attribution_of(label: str, cell: str) -> Attribution:
    """Claimant of a row, by its address where the label names another, else by its label."""
    for start, attribution in BY_ADDRESS.items():
        if cell.startswith(start):
            return attribution
    return ATTRIBUTIONS[label]


ACTORS: tuple[Mapping[str, str], ...] = (
    {"actor_id": "bbc-russian", "name": "BBC News Russian", "kind": "media"},
    {
        "actor_id": "excess-mortality-study",
        "name": "authors of a study of excess mortality among Russian men",
        "kind": "research",
    },
    {"actor_id": "euromaidan-press", "name": "Euromaidan Press", "kind": "media"},
    {
        "actor_id": "fr-foreign-minister",
        "name": "Minister for Foreign Affairs of France",
        "kind": "government",
    },
    {"actor_id": "france-24", "name": "France 24", "kind": "media"},
    {
        "actor_id": "iiss",
        "name": "International Institute for Strategic Studies",
        "aka": "IISS",
        "kind": "research",
    },
    {"actor_id": "lostarmour", "name": "LostArmour", "kind": "research"},
    {"actor_id": "memory-book", "name": "The Memory Book", "aka": "Книга пам'яті", "kind": "ngo"},
    {"actor_id": "msn", "name": "MSN", "kind": "media"},
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
    {"actor_id": "reuters", "name": "Reuters", "kind": "media"},
    {"actor_id": "tass", "name": "TASS", "kind": "media"},
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
    {"actor_id": "uk-defence-journal", "name": "UK Defence Journal", "kind": "media"},
    {
        "actor_id": "uk-foreign-office",
        "name": "Foreign, Commonwealth and Development Office of the United Kingdom",
        "aka": "FCDO",
        "kind": "government",
    },
    {
        "actor_id": "uk-gchq",
        "name": "Government Communications Headquarters of the United Kingdom",
        "aka": "GCHQ",
        "kind": "government",
    },
    {"actor_id": "ukrinform", "name": "Ukrinform", "kind": "media"},
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
