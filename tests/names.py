"""Every actor and place as it stands in a sentence, to be read by a person.

``python -m tests.names`` writes tests/names.csv from the reference tables. Read the difference:
each name must read well after "said that". If one does not, correct its name in the reference
table, or the words and exceptions of `datasets.claims.names`.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from datasets.claims.names import actor_in_sentence, origin_of, people_of, place_in_sentence
from datasets.model.references import Actor, Place

HOME = Path(__file__).parent.parent
NAMES = Path(__file__).with_suffix(".csv")
FOLDERS = (HOME / "datasets", *sorted((HOME / "tests" / "samples").iterdir()))
COLUMNS = (
    "table", "name", "in_sentence", "one", "in_their_country", "one_in_their_country", "country"
)  # fmt: skip
SMALL_PLACES = ("adm2", "adm3", "adm4")  # listed only with an article


def names() -> str:
    """The text of names.csv."""
    rows = sorted({row for folder in FOLDERS for row in (*_actors(folder), *_places(folder))})
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    return file.getvalue()


def _actors(folder: Path) -> Iterator[tuple[str, ...]]:
    for row in _table(folder, "actors"):
        actor = Actor(**row)
        if actor.kind != "population":
            in_sentence = actor_in_sentence(actor)
            yield ("actor", actor.name, in_sentence, "", "", "", "")
            continue
        country = origin_of(actor, frozenset())
        places = frozenset({country.partition(" ")[2].removeprefix("the ")})
        forms = [
            people_of(actor, around, singular=singular)
            for around in (frozenset(), places)
            for singular in (False, True)
        ]
        yield ("group", actor.name, *forms, country)


def _places(folder: Path) -> Iterator[tuple[str, ...]]:
    for row in _table(folder, "places"):
        place = Place(**row)
        in_sentence = place_in_sentence(place)
        if place.level not in SMALL_PLACES or in_sentence != place.name:
            yield ("place", place.name, in_sentence, "", "", "", "")


def _table(folder: Path, name: str) -> Iterator[dict]:
    with (folder / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


if __name__ == "__main__":
    NAMES.write_text(names(), encoding="utf-8")
