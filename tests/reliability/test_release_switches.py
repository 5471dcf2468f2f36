"""A new release while it serves: nothing fails, nothing is mixed."""

import csv
import io
import json
import threading
from collections import Counter
from pathlib import Path

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.polling import until
from tests.reliability.goals import share
from tests.reliability.load import Client, Told, asked_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

CONNECTIONS = 16
SWITCHES = 200
PATHS = [f"/v1/figures{query}" for query in ("?history=true", ".csv?history=true", "?limit=30")]
SETTINGS = {"FIGURES_POLL": "0.1", "WEB_CONCURRENCY": "2"}


def marked(folder: Path, number: int) -> None:
    """Write a number into a note of the first row of each ledger."""
    for ledger in (folder / "ledgers").glob("*.csv"):
        rows = list(csv.reader(ledger.read_text(encoding="utf-8").splitlines(keepends=True)))
        rows[1][-1] = f"Release {number}."
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        ledger.write_text(text.getvalue(), encoding="utf-8", newline="")


def notes(rows):
    return {row["note"] for row in rows if (row["note"] or "").startswith("Release ")}


def mixed(told: Told, made: dict[str, str]) -> bool:
    """The answer holds marks of two releases, or of another one than it names."""
    if ".csv" in told.path:
        return len(notes(csv.DictReader(io.StringIO(told.body.decode(), newline="")))) != 1
    answer = json.loads(told.body)
    return notes(answer["data"]) != {made[answer["meta"]["release"]]}


def walk(address: str) -> str:
    """A walk of some pages: whole, told to begin anew, or what is wrong with it."""
    client, following, rows = Client(address), "/v1/figures?history=true&limit=3", []
    try:
        while following:
            told = client.ask(following)
            if told.status == 410:
                return "told to begin anew"
            if told.status != 200:
                return f"failed: {told.status} {told.why}"
            answer = json.loads(told.body)
            rows += answer["data"]
            following = answer["links"]["next"]
    finally:
        client.close()
    ids = [(row["id"], row["revision"]) for row in rows]
    if len(notes(rows)) != 1 or len(set(ids)) != answer["meta"]["total"] != len(ids):
        return "mixed"
    return "whole"


@pytest.mark.parametrize("way", WAYS)
def test_two_hundred_switches_fail_nowhere_and_mix_nothing(copy, tmp_path, measured, way):
    instance, made, walks, done = tmp_path / "instance", {}, Counter(), threading.Event()
    marked(copy, 0)
    made[build(folder_at(copy), instance).release] = "Release 0."
    count = share(SWITCHES)
    with started(way, instance, tmp_path / "deploy", SETTINGS) as server:

        def keep_walking():
            while not done.is_set():
                walks[walk(server.address)] += 1

        walking = [threading.Thread(target=keep_walking) for _ in range(2)]
        for thread in walking:
            thread.start()
        try:
            with under_load(server.address, PATHS, CONNECTIONS) as load:
                for number in range(1, count + 1):
                    switched(copy, instance, number, made, server.address)
        finally:
            done.set()
            for thread in walking:
                thread.join()
    wrong = [told.path for told in load.answers if told.status == 200 and mixed(told, made)]
    measured.tell(
        "new release",
        f"{count} switches at {CONNECTIONS} connections: {len(load.failed)} of "
        f"{len(load.answers):,} answers failed, {len(wrong)} mixed; of {walks.total()} walks "
        + ", ".join(f"{number} {what}" for what, number in sorted(walks.items())),
        way,
    )
    assert load.failed == []
    assert wrong == []
    assert set(walks) <= {"whole", "told to begin anew"}


def switched(copy, instance, number, made, address):
    """Build one more release, and wait until it is served."""
    marked(copy, number)
    release = build(folder_at(copy), instance).release
    made[release] = f"Release {number}."
    until(lambda: json.loads(asked_once(address, "/version").body)["release"] == release)
