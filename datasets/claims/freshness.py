"""Age of the newest claim of a feed, a dataset or a series, in the same words everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from datasets.claims.periods import day_text, days_text

QUIET_INTERVALS = 3  # a series is quiet after so many usual intervals without a claim
SILENT_DAYS = 30  # many claimants who speak on most days pause for a week

_UNITS: Mapping[str, str] = MappingProxyType({"D": "day", "W": "week", "M": "month", "Y": "year"})


@dataclass(frozen=True, slots=True)
class Freshness:
    """Age of a set of figures.

    ``counted_to`` is the day of the newest row of the release, to which ages are counted, so that
    they follow from the release alone. ``recorded_on`` is the day on which the newest row of the
    set was recorded. ``read_later`` is the day of a later file of the publisher in which the
    claimant has no newer claim: it is silent. It is None if no such file was read.
    """

    newest_claim: date
    recorded_on: date
    counted_to: date
    read_later: date | None = None

    @property
    def days_behind(self) -> int:
        return (self.counted_to - self.newest_claim).days

    @property
    def is_newest(self) -> bool:
        """Whether the newest row of the release belongs to the set."""
        return self.recorded_on == self.counted_to


def is_quiet(days: int, cadence_days: int) -> bool:
    """Whether a series that has a claim every ``cadence_days`` had none for too many days."""
    return days > QUIET_INTERVALS * max(cadence_days, 1)


def is_silent(days: int, cadence_days: int | None) -> bool:
    """Whether a claimant is silent who made no claim for so many days before its file was read.

    It is false without a usual interval: who spoke once is not silent.
    """
    return cadence_days is not None and days > SILENT_DAYS and is_quiet(days, cadence_days)


def freshness_text(freshness: Freshness) -> str:
    """The age in sentences that can be printed."""
    newest, last = day_text(freshness.newest_claim), day_text(freshness.counted_to)
    behind = freshness.days_behind
    age = f"{days_text(behind)} before {last}, the day" if behind else "the day"
    sentences = [f"Newest claim {newest} ({age} of the newest row in this release)."]
    if freshness.read_later:
        sentences.append(
            f"Silent since {newest}: the claimant made no newer claim in the publisher's file of "
            f"{day_text(freshness.read_later)}, which was read later."
        )
    recorded = "Last recorded here on" if freshness.is_newest else "Not updated here since"
    return " ".join([*sentences, f"{recorded} {day_text(freshness.recorded_on)}."])


def freshness_document(freshness: Freshness) -> dict[str, Any]:
    """The members of a freshness as they are served; days are ISO text."""
    return {
        "newest_claim": freshness.newest_claim.isoformat(),
        "recorded_on": freshness.recorded_on.isoformat(),
        "counted_to": freshness.counted_to.isoformat(),
        "days_behind": freshness.days_behind,
        "silent_since": freshness.newest_claim.isoformat() if freshness.read_later else None,
        "text": freshness_text(freshness),
    }


def cadence_text(cadence: str) -> str:
    """The cadence of a feed in words: ``every day``, ``every 3 months``."""
    if cadence == "none":
        return "no longer published"
    count, unit = int(cadence[1:-1]), _UNITS[cadence[-1]]
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"
