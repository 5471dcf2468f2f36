"""The feed of each source."""

import pytest

from datasets.model.feed_sources import feeds_of_sources

LICENCES = [
    ("oryx-2024-08-20", "fact"),
    ("oryx-data-2025-07-19", "CC BY 4.0"),
    ("war-dataset-2022-2026-08-08-equipment", "MIT"),
    ("war-dataset-2022-2026-08-08-personnel", "MIT"),
]


@pytest.mark.parametrize(
    ("patterns", "sources"),
    [
        (["oryx-data-*"], ["oryx-data-2025-07-19"]),
        (["oryx-*"], ["oryx-data-2025-07-19"]),  # not the page of which one figure was read
        (["war-dataset-2022-*-equipment"], ["war-dataset-2022-2026-08-08-equipment"]),
        (["war-dataset-2022-2026-08-08-personnel"], ["war-dataset-2022-2026-08-08-personnel"]),
        (["war-dataset-2022"], []),
        (["war-dataset-2022-2026-08-08-personnel-*"], []),
        (["*-personnel", "oryx-data-*"], ["oryx-data-2025-07-19", LICENCES[3][0]]),
        ([], []),
    ],
)
def test_a_source_belongs_to_a_feed_by_the_pattern_of_its_id(patterns, sources):
    pairs = feeds_of_sources([("feed", patterns)], LICENCES)
    assert list(pairs) == [("feed", source) for source in sources]
