"""The Economist's files about the war in Ukraine: claims it lists, its model, area held."""

from collections.abc import Mapping
from types import MappingProxyType

BEGAN = "2022-02-24"
MONTHLY_BEGAN = "2022-03-01"
METRICS: Mapping[str, str] = MappingProxyType(
    {"casualties": "killed-or-wounded", "deaths": "killed"}
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {"russia": "ru-armed-forces", "ukraine": "ua-armed-forces"}
)
# The chart on the ministry's page that the list repeats month by month.
MONTHLY_CHART = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"
"""The Economist """
