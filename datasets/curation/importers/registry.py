"""The formats that can be imported, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from datasets.curation.importers import (
    dtm,
    economist,
    general_staff,
    hapi,
    idmc,
    ohchr_2022,
    oryx,
    palestine,
    population,
    ucdp,
    ukrainewarlosses,
    unhcr,
)
from datasets.curation.importers.format import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        format_.name: format_
        for format_ in (
            dtm.FORMAT,
            economist.FORMAT,
            general_staff.FORMAT,
            hapi.FORMAT,
            idmc.FORMAT,
            ohchr_2022.FORMAT,
            oryx.FORMAT,
            palestine.FORMAT,
            population.FORMAT,
            ucdp.FORMAT,
            ukrainewarlosses.FORMAT,
            unhcr.FORMAT,
        )
    }
)
