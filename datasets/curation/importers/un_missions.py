"""Importer of the UN's fatalities in missions: deaths by malicious acts, by mission and year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, table
from datasets.curation.importers.yearly import Column, periods
from datasets.curation.ledger_files import DatasetsFolder

CLAIMANT = "un-department-of-peace-operations"
COLUMNS = (
    "incident_date",
    "mission_acronym",
    "type_of_casualty",
    "type_of_incident",
    "last_update",
)
MALICIOUS = "Malicious Act"
KNOWN: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "type_of_casualty": ("Fatality",),
        "type_of_incident": (
            MALICIOUS,
            *("Accident", "Illness", "Self-Inflicted", "To Be Determined", "Unknown"),
        ),
    }
)
DEATHS = Column("killed-in-violence", "", over_the_year=True)
# The limitations that the UN's catalogue of data sets gives for this one.
COMPLETE_FROM = 2000
EARLY = "The UN says that its data from before 2000 may not be complete."
MISSION_ONLY = (
    "Added up from a list of deaths, those by malicious acts only. The list names the mission, not "
    "the place of death."
)


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission of the UN: its name, and the place that its mandate names."""

    name: str
    place: str


MISSIONS: Mapping[str, Mission] = MappingProxyType(
    {
        "BINUH": Mission("UN Integrated Office in Haiti", "ht"),
        "MICAH": Mission("International Civilian Support Mission in Haiti", "ht"),
        "MINURCAT": Mission("UN Mission in the Central African Republic and Chad", "cf-td"),
        "MINUSCA": Mission(
            "UN Multidimensional Integrated Stabilization Mission in the Central African Republic",
            "cf",
        ),
        "MINUSMA": Mission("UN Multidimensional Integrated Stabilization Mission in Mali", "ml"),
        "MINUSTAH": Mission("UN Stabilization Mission in Haiti", "ht"),
        "MIPONUH": Mission("UN Civilian Police Mission in Haiti", "ht"),
        "MONUA": Mission("UN Observer Mission in Angola", "ao"),
        "MONUC": Mission("UN Organization Mission in the Democratic Republic of the Congo", "cd"),
        "MONUSCO": Mission("UN mission in DR Congo", "cd"),
        "ONUB": Mission("UN Operation in Burundi", "bi"),
        "ONUC": Mission("UN Operation in the Congo", "cd"),
        "ONUMOZ": Mission("UN Operation in Mozambique", "mz"),
        "UNAMA": Mission("UN Assistance Mission in Afghanistan", "af"),
        "UNAMET": Mission("UN Mission in East Timor", "tl"),
        "UNAMI": Mission("UN Assistance Mission for Iraq", "iq"),
        "UNAMID": Mission("African Union and UN Hybrid Operation in Darfur", "sd-darfur"),
        "UNAMIR": Mission("UN Assistance Mission for Rwanda", "rw"),
        "UNAMSIL": Mission("UN Mission in Sierra Leone", "sl"),
        "UNAVEM": Mission("UN Angola Verification Mission", "ao"),
        "UNCRO": Mission("UN Confidence Restoration Operation in Croatia", "hr"),
        "UNDOF": Mission("UN Disengagement Observer Force", "sy"),
        "UNEF": Mission("UN Emergency Force", "middle-east"),
        "UNFICYP": Mission("UN Peacekeeping Force in Cyprus", "cy"),
        "UNGCI": Mission("UN Guards Contingent in Iraq", "iq"),
        "UNIFIL": Mission("UN Interim Force in Lebanon", "lb"),
        "UNIKOM": Mission("UN Iraq-Kuwait Observation Mission", "iq-kw"),
        "UNISFA": Mission("UN Interim Security Force for Abyei", "abyei"),
        "UNMIH": Mission("UN Mission in Haiti", "ht"),
        "UNMIK": Mission("UN Interim Administration Mission in Kosovo", "xk"),
        "UNMIL": Mission("UN Mission in Liberia", "lr"),
        "UNMIS": Mission("UN Mission in Sudan", "sd"),
        "UNMISET": Mission("UN Mission of Support in East Timor", "tl"),
        "UNMISS": Mission("UN Mission in South Sudan", "ss"),
        "UNMIT": Mission("UN Integrated Mission in Timor-Leste", "tl"),
        "UNMOT": Mission("UN Mission of Observers in Tajikistan", "tj"),
        "UNOCI": Mission("UN Operation in Côte d'Ivoire", "ci"),
        "UNOHCI": Mission("UN Office of the Humanitarian Coordinator in Iraq", "iq"),
        "UNOMIG": Mission("UN Observer Mission in Georgia", "ge"),
        "UNOSOM": Mission("UN Operation in Somalia", "so"),
        "UNPF": Mission("UN Peace Forces", "former-yugoslavia"),
        "UNPROFOR": Mission("UN Protection Force", "former-yugoslavia"),
        "UNSMA": Mission("UN Special Mission to Afghanistan", "af"),
        "UNSMIL": Mission("UN Support Mission in Libya", "ly"),
        "UNSMIS": Mission("UN Supervision Mission in Syria", "sy"),
        "UNTAC": Mission("UN Transitional Authority in Cambodia", "kh"),
        "UNTAES": Mission("UN Transitional Administration for Eastern Slavonia", "hr"),
        "UNTAET": Mission("UN Transitional Administration in East Timor", "tl"),
        "UNTAG": Mission("UN Transition Assistance Group", "na"),
        "UNTSO": Mission("UN Truce Supervision Organization", "middle-east"),
    }
)
NO_MISSION = ("UNSecretariat",)  # it has no area
# Missions whose country was larger then.
LARGER: Mapping[str, str] = MappingProxyType({"UNMIS": "South Sudan was a part of Sudan then."})

# A year of the list that cannot be that of the mission.
DOUBTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {("UNOSOM", "2003"): "The list has this year, although the mission ended in 1995."}
)


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """The deaths by malicious acts of each mission and year, added up.

    The file lists single deaths of staff and peacekeepers with their causes. Only malicious acts
    are violence: accidents, illness and suicide are no losses of a conflict, and a cause that is
    to be determined or unknown is not counted as one. So the basis is ``documented``, a minimum.
    A mission without such a death in a year is no claim. Raises UpstreamError for a cause or a
    mission that is not known, and for a day of publication that is not the day of the file.
    """
    source = _source(document)
    frame = pd.concat([_table(path, document.published) for path in files])
    killed = frame[frame["type_of_incident"] == MALICIOUS]
    in_missions = killed[killed["mission_acronym"].isin(list(MISSIONS))]
    skipped = Counter(f"deaths by {cause}" for cause in frame["type_of_incident"])
    del skipped[f"deaths by {MALICIOUS}"]
    skipped["deaths outside a mission with an area"] = len(killed) - len(in_missions)
    return ImportedClaims(_claims(in_missions, source), (source,), ACTORS, +skipped)


FORMAT = Format("un-missions", "dppadposs-fatalities.csv, deaths in missions of the UN", read)

ACTORS: Sequence[Row] = (
    {
        "actor_id": CLAIMANT,
        "name": "UN Department of Peace Operations",
        "aka": "DPO;DPPA-DPO-OSS;DPKO",
        "kind": "intergovernmental",
    },
    *(
        {
            "actor_id": acronym.lower(),
            "name": mission.name,
            "aka": acronym,
            "kind": "intergovernmental",
        }
        for acronym, mission in MISSIONS.items()
    ),
)


def _table(path: Path, published: str) -> pd.DataFrame:
    frame = table(path, COLUMNS)
    dated = {name: days(path, frame[name]) for name in ("incident_date", "last_update")}
    frame = frame.assign(**dated)
    for name, known in KNOWN.items():
        _require_known(path, frame[name], known)
    _require_known(path, frame["last_update"], (published,))
    killed = frame[frame["type_of_incident"] == MALICIOUS]
    _require_known(path, killed["mission_acronym"], (*MISSIONS, *NO_MISSION))
    return frame


def _require_known(path: Path, texts: pd.Series, known: Sequence[str]) -> None:
    unknown = texts[~texts.isin(known)]
    if len(unknown):
        reason = f"{texts.name}: '{unknown.iloc[0]}' is not known"
        raise UpstreamError(path.name, int(str(unknown.index[0])), reason)


def _claims(killed: pd.DataFrame, source: Row) -> pd.DataFrame:
    dated = killed.assign(year=killed["incident_date"].str.slice(0, 4), line=killed.index)
    groups = dated.groupby(["mission_acronym", "year"], sort=False)
    sums = groups.agg(deaths=("line", "size"), line=("line", "first")).reset_index()
    mission, year, value = sums["mission_acronym"], sums["year"], sums["deaths"].astype(str)
    early = (year.astype(int) < COMPLETE_FROM).map({True: EARLY, False: ""})
    doubts = pd.Series([DOUBTS.get(key, "") for key in zip(mission, year, strict=True)], sums.index)
    note = MISSION_ONLY + " " + mission.map(LARGER).fillna("") + " " + doubts + " " + early
    cells = "mission_acronym " + mission + "; incident_date " + year
    return claims_of(
        {
            "metric": DEATHS.metric,
            "subject": mission.str.lower(),
            "place": mission.map({name: mission.place for name, mission in MISSIONS.items()}),
            "period": periods(year, DEATHS, source["published"]),
            "quantifier": "unqualified",
            "value": value,
            "claimant": CLAIMANT,
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "documented",
            "verification": "unstated",
            "wording": cells + f"; type_of_incident {MALICIOUS}; rows: " + value,
            "note": note.str.split().str.join(" "),
        },
        sums.index,
    ).set_axis(sums["line"])


def _source(document: Document) -> Row:
    return {
        "source_id": f"un-missions-{document.published}-fatalities",
        "publisher": CLAIMANT,
        "title": "Fatalities in peacekeeping and special political missions since 1948",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 3.0 IGO",
        "note": (
            "Read in the public repository that prepares the list for HDX. The licence is that of "
            "the data set on HDX (cc-by-igo). The numbers are sums of the deaths in the list by "
            "mission and year. Dated by the last update that the file names; its last year is not "
            "complete."
        ),
    }
