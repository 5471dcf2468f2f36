"""Licences of sources: the names that ``sources.csv`` uses, their addresses, and plain words."""

from collections.abc import Mapping
from types import MappingProxyType

# A source of which only single printed figures are recorded, each with the few words that state it.
FACT = "fact"
FACT_TEXT = "single printed figure"

# The text of each licence. A name that is not listed is itself all that is known.
LICENCE_URLS: Mapping[str, str] = MappingProxyType(
    {
        "CC BY 3.0 IGO": "https://creativecommons.org/licenses/by/3.0/igo/",
        "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
        "MIT": "https://opensource.org/license/mit",
        "PDDL": "https://opendatacommons.org/licenses/pddl/1-0/",
        "Unlicense": "https://unlicense.org/",
    }
)


def licence_text(licence: str) -> str:
    """The licence of a source for readers: its name, or ``single printed figure``."""
    return FACT_TEXT if licence == FACT else licence
