"""The UN's list of deaths in missions, read a second time with the csv module."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, table

SOURCE = "un-missions-2023-11-28-fatalities"
DAY = "2023-11-28"
PLACES = {
    "abyei": "UNISFA",
    "af": "UNAMA UNSMA",
    "ao": "MONUA UNAVEM",
    "bi": "ONUB",
    "cd": "MONUC MONUSCO ONUC",
    "cf": "MINUSCA",
    "cf-td": "MINURCAT",
    "ci": "UNOCI",
    "cy": "UNFICYP",
    "former-yugoslavia": "UNPF UNPROFOR",
    "ge": "UNOMIG",
    "hr": "UNCRO UNTAES",
    "ht": "BINUH MICAH MINUSTAH MIPONUH UNMIH",
    "iq": "UNAMI UNGCI UNOHCI",
    "iq-kw": "UNIKOM",
    "kh": "UNTAC",
    "lb": "UNIFIL",
    "lr": "UNMIL",
    "ly": "UNSMIL",
    "middle-east": "UNEF UNTSO",
    "ml": "MINUSMA",
    "mz": "ONUMOZ",
    "na": "UNTAG",
    "rw": "UNAMIR",
    "sd": "UNMIS",
    "sd-darfur": "UNAMID",
    "sl": "UNAMSIL",
    "so": "UNOSOM",
    "ss": "UNMISS",
    "sy": "UNDOF UNSMIS",
    "tj": "UNMOT",
    "tl": "UNAMET UNMISET UNMIT UNTAET",
    "xk": "UNMIK",
}


def rows(data: Path) -> Iterator[Row]:
    """The deaths by malicious acts in each mission and year."""
    place_of = {mission: place for place, names in PLACES.items() for mission in names.split()}
    deaths = table(data / "un-peacekeeper-fatalities" / "dppadposs-fatalities.csv")
    counts = Counter(
        (row["mission_acronym"], row["incident_date"][:4])
        for row in deaths
        if row["type_of_incident"] == "Malicious Act" and row["mission_acronym"] != "UNSecretariat"
    )
    for (mission, year), count in counts.items():
        yield UNSAID | {
            "source": SOURCE,
            "metric": "killed-in-violence",
            "subject": mission.lower(),
            "place": place_of[mission],
            "period": f"{year}-01-01/{DAY if year == '2023' else f'{year}-12-31'}",
            "value": f"{count}",
            "claimant": "un-department-of-peace-operations",
            "claimed_on": DAY,
            "basis": "documented",
            "wording": (
                f"mission_acronym {mission}; incident_date {year}; type_of_incident Malicious Act; "
                f"rows: {count}"
            ),
            "noted": "before 2000" if year < "2000" else "malicious acts only",
        }
