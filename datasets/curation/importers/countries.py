"""Countries in publishers' files: the places they are, and the actors that their people are."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from datasets.curation.importers.format import Row
from datasets.curation.ledger_files import DatasetsFolder

BELLIGERENTS = frozenset({"ps", "ru", "ua"})
_TAKES_THE = re.compile(
    r"United .*|.*Islands|.*Territor(y|ies)|.* Republic|Republic of .*|Bahamas|Comoros|"
    r"Gambia|Holy See|Isle of Man|Maldives|Netherlands|Philippines|Seychelles"
)


def places_by_iso3(folder: DatasetsFolder) -> pd.Series:
    """The place of each country or territory, by its ISO 3166-1 alpha-3 code."""
    return _countries(folder).set_index("iso3")["place_id"]


def places_by_name(folder: DatasetsFolder, level: str) -> pd.DataFrame:
    """Every name of the places of a level, in lower case and with one kind of apostrophe.

    Columns ``name``, ``place_id`` and ``iso3``. A name may stand for several places.
    """
    places = folder.references["places"].frame
    units = places[places["level"] == level]
    names = (units["name"] + ";" + units["aka"]).str.split(";")
    listed = units.assign(name=names).explode("name", ignore_index=True)[
        ["name", "place_id", "iso3"]
    ]
    return listed[listed["name"] != ""].assign(name=plain(listed["name"])).drop_duplicates()


def plain(names: pd.Series) -> pd.Series:
    """Names as they are compared: in lower case and with one kind of apostrophe."""
    return names.str.lower().str.replace("'", "’", regex=False)


def people_of(
    folder: DatasetsFolder, places: Iterable[str], kinds: Mapping[str, str]
) -> Sequence[Row]:
    """Actors for the people of countries: ``sy-people``, "people from Syria".

    ``kinds`` gives, by the last word of the id, the words before the country's name.
    """
    names = _countries(folder).set_index("place_id")["name"]
    return [
        {
            "actor_id": f"{place}-{kind}",
            "name": f"{prefix} {_with_article(str(names[place]))}",
            "kind": "population",
            "side": place if place in BELLIGERENTS else "",
        }
        for place in sorted(set(places) & set(names.index))
        for kind, prefix in kinds.items()
    ]


def _countries(folder: DatasetsFolder) -> pd.DataFrame:
    places = folder.references["places"].frame
    return places[(places["level"] == "adm0") & (places["iso3"] != "")]


def _with_article(name: str) -> str:
    return f"the {name}" if _TAKES_THE.fullmatch(name) else name
