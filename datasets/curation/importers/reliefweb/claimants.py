"""Claimants in ReliefWeb's crisis figures: the actor behind each name of a source."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from datasets.curation.importers.format import Row

CLAIMANTS: Mapping[str, str] = MappingProxyType(
    {
        "CCCM Cluster": "cccm-cluster",
        "CMP": "cf-cmp",
        "Government of Lebanon": "lb-government",
        "Government of Mali": "ml-government",
        "Government of Niger": "ne-government",
        "Government of Ukraine": "ua-government",
        "IDMC": "idmc",
        "IOM": "iom",
        "ISCG": "iscg",
        "Insecurity Insight": "insecurity-insight",
        "OCHA": "un-ocha",
        "OHCHR": "un-ohchr",
        "UNAMA": "unama",
        "UNAMI": "unami",
        "UNHCR": "unhcr",
        "UNICEF": "unicef",
        "UNMISS": "unmiss",
        "UNRWA": "unrwa",
        "UNSMIL": "unsmil",
        "WHO": "who",
    }
)

ACTORS: Sequence[Row] = (
    {
        "actor_id": "aid-workers",
        "name": "aid workers",
        "aka": "humanitarian workers;humanitarians",
        "kind": "population",
    },
    {
        "actor_id": "cccm-cluster",
        "name": "Camp Coordination and Camp Management Cluster",
        "aka": "CCCM Cluster",
        "kind": "intergovernmental",
    },
    {
        "actor_id": "cf-cmp",
        "name": "Commission on Population Movements of the Central African Republic",
        "aka": "CMP;Commission Mouvement de Populations",
        "kind": "intergovernmental",
    },
    {
        "actor_id": "et-tigray-people",
        "name": "people from Tigray",
        "aka": "Tigrayans",
        "kind": "population",
    },
    {
        "actor_id": "foreign-people",
        "name": "people from other countries",
        "aka": "refugees of all nationalities",
        "kind": "population",
    },
    {
        "actor_id": "insecurity-insight",
        "name": "Insecurity Insight",
        "aka": "SiND;Security in Numbers Database",
        "kind": "ngo",
    },
    {
        "actor_id": "iscg",
        "name": "Inter Sector Coordination Group",
        "aka": "ISCG",
        "kind": "intergovernmental",
    },
    {
        "actor_id": "mm-rohingya",
        "name": "Rohingya people from Myanmar",
        "aka": "Rohingya",
        "kind": "population",
    },
    {
        "actor_id": "ne-government",
        "name": "Government of Niger",
        "aka": "Gouvernement du Niger",
        "kind": "government",
        "side": "ne",
    },
    {
        "actor_id": "non-syrian-people",
        "name": "people from countries other than Syria",
        "kind": "population",
    },
    {
        "actor_id": "ps-palestinian-children",
        "name": "Palestinian children in Palestine",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "ps-palestinians",
        "name": "Palestinians in Palestine",
        "kind": "population",
        "side": "ps",
    },
    {
        "actor_id": "ps-people-from-syria",
        "name": "Palestinians from Syria",
        "aka": "Palestine refugees from Syria;PRS",
        "kind": "population",
    },
    {
        "actor_id": "sd-arrivals",
        "name": "people of any nationality from Sudan",
        "aka": "people fleeing Sudan",
        "kind": "population",
    },
    {
        "actor_id": "sy-palestine-refugees",
        "name": "Palestine refugees in Syria",
        "aka": "Palestinians in Syria",
        "kind": "population",
    },
    {
        "actor_id": "unama",
        "name": "UN Assistance Mission in Afghanistan",
        "aka": "UNAMA",
        "kind": "intergovernmental",
    },
    {
        "actor_id": "unsmil",
        "name": "UN Support Mission in Libya",
        "aka": "UNSMIL",
        "kind": "intergovernmental",
    },
)
