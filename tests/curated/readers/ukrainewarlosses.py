"""The totals of the Ukraine-Russia War Personnel Losses Tracker, read a second time."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row

SOURCE = "ukrainewarlosses-2025-11-08-totals"
FILE = "ualosses-mediazona/hardcoded-casualty-totals.json"
DEAD = "confirmed-by-name"
SUBJECTS = {"ukraine": "ua-armed-forces", "russia": "ru-armed-forces"}
SINCE_THE_INVASION, THAT_DAY = "2022-02-24/2025-11-08", "2025-11-08"


def rows(data: Path) -> Iterator[Row]:
    """The three totals as columns of a ledger."""
    totals = json.loads((data / FILE).read_text(encoding="utf-8"))
    for side, key, metric, period, origin, address in (
        ("ukraine", "dead", DEAD, SINCE_THE_INVASION, "lostarmour", "lostarmour.info"),
        ("ukraine", "missing", "missing", THAT_DAY, "lostarmour", "lostarmour.info"),
        ("russia", "total_losses", DEAD, SINCE_THE_INVASION, "svo-rf-gd", "svo.rf.gd"),
    ):
        cells = totals[side]
        assert address in cells["source_url"]
        assert cells["last_updated"].startswith(THAT_DAY)
        yield UNSAID | {
            "source": SOURCE,
            "metric": metric,
            "subject": SUBJECTS[side],
            "place": "theatre-ru-ua",
            "period": period,
            "value": str(cells[key]),
            "claimant": "ukrainewarlosses",
            "claimed_on": THAT_DAY,
            "basis": "documented",
            "derived_from": origin,
            "wording": f"{side}; {key} {cells[key]}; last_updated {THAT_DAY}",
            "noted": "Entries of",
        }
