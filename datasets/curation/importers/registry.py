"""The formats that can be imported, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from datasets.curation.importers import (
    awsd,
    dtm,
    economist,
    general_staff,
    hapi,
    idmc,
    insecurity_insight,
    ohchr_2022,
    oryx,
    palestine,
    population,
    reliefweb,
    ucdp,
    ukrainewarlosses,
    un_missions,
    unhcr,
)
from datasets.curation.importers.format import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        format_.name: format_
        for format_ in (
            awsd.FORMAT,
            dtm.FORMAT,
            economist.FORMAT,
            general_staff.FORMAT,
            hapi.FORMAT,
            idmc.FORMAT,
            insecurity_insight.FORMAT,
            ohchr_2022.FORMAT,
            oryx.FORMAT,
            palestine.FORMAT,
            population.FORMAT,
            reliefweb.FORMAT,
            ucdp.FORMAT,
            ukrainewarlosses.FORMAT,
            un_missions.FORMAT,
            unhcr.FORMAT,
        )
    }
)
