"""New releases under load: no request fails, and no response mixes two releases."""

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
from tests.reliability.load import Client, Response, get_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

CONNECTIONS = 16
SWITCHES = 200
PATHS = [f"/v1/figures{query}" for query in ("?history=true", ".csv?history=true", "?limit=30")]
SETTINGS = {"FIGURES_POLL": "0.1", "WEB_CONCURRENCY": "2"}


def write_marks(folder: Path, number: int) -> None:
    """Write a number into a note of the first row of each ledger."""
    for ledger in (folder / "ledgers").glob("*.csv"):
        rows = list(csv.reader(ledger.read_text(encoding="utf-8").splitlines(keepends=True)))
        rows[1][-1] = f"Release {number}."
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        ledger.write_text(text.getvalue(), encoding="utf-8", newline="")


def notes(rows):
    return {row["note"] for row in rows if (row["note"] or "").startswith("Release ")}


def is_mixed(response: Response, made: dict[str, str]) -> bool:
    """Whether a response contains marks of two releases, or of another one than it names."""
    if ".csv" in response.path:
        return len(notes(csv.DictReader(io.StringIO(response.body.decode(), newline="")))) != 1
    document = json.loads(response.body)
    return notes(document["data"]) != {made[document["meta"]["release"]]}


def walk(address: str) -> str:
    """Follow the pages of a list: whole, told to begin anew, or a description of the fault."""
    client, url, rows = Client(address), "/v1/figures?history=true&limit=3", []
    try:
        while url:
            response = client.get(url)
            if response.status == 410:
                return "told to begin anew"
            if response.status != 200:
                return f"failed: {response.status} {response.error}"
            document = json.loads(response.body)
            rows += document["data"]
            url = document["links"]["next"]
    finally:
        client.close()
    ids = [(row["id"], row["revision"]) for row in rows]
    if len(notes(rows)) != 1 or len(set(ids)) != document["meta"]["total"] != len(ids):
        return "mixed"
    return "whole"


@pytest.mark.parametrize("way", WAYS)
def test_release_switches_fail_no_request_and_mix_no_releases(copy, tmp_path, results, way):
    instance, made, walks, done = tmp_path / "instance", {}, Counter(), threading.Event()
    write_marks(copy, 0)
    made[build(folder_at(copy), instance).release] = "Release 0."
    count = share(SWITCHES)
    with started(way, instance, tmp_path / "deploy", SETTINGS) as server:

        def walk_repeatedly():
            while not done.is_set():
                walks[walk(server.address)] += 1

        walking = [threading.Thread(target=walk_repeatedly) for _ in range(2)]
        for thread in walking:
            thread.start()
        try:
            with under_load(server.address, PATHS, CONNECTIONS) as load:
                for number in range(1, count + 1):
                    switch_release(copy, instance, number, made, server.address)
        finally:
            done.set()
            for thread in walking:
                thread.join()
    wrong = [
        response.path
        for response in load.responses
        if response.status == 200 and is_mixed(response, made)
    ]
    results.report(
        "new release",
        f"{count} switches at {CONNECTIONS} connections: {len(load.failed)} of "
        f"{len(load.responses):,} answers failed, {len(wrong)} mixed; of {walks.total()} walks "
        + ", ".join(f"{number} {what}" for what, number in sorted(walks.items())),
        way,
    )
    assert load.failed == []
    assert wrong == []
    assert set(walks) <= {"whole", "told to begin anew"}


def switch_release(copy, instance, number, made, address):
    """Build another release, and wait until it is served."""
    write_marks(copy, number)
    release = build(folder_at(copy), instance).release
    made[release] = f"Release {number}."
    until(lambda: json.loads(get_once(address, "/version").body)["release"] == release)
