"""The log of releases, and proofs checked by the example program."""

import csv
import hashlib
import json
import runpy
import shutil
from pathlib import Path

import pytest

from api import create_app
from api.config import HOME, Config
from datasets.curation.ledger_files import folder_at
from datasets.model.figure import LedgerRowSchema
from datasets.release.compiler.build import build
from datasets.release.store.publish import publish
from tests.ledger_edits import EVACUATIONS, LOSSES, TERRITORY, append, delete, update

CHECK = runpy.run_path(str(HOME / "examples" / "check_proof.py"))
NUMBERS = ("revision", "value", "value_lower", "value_upper")
ROWS = [
    (row["figure_id"], int(row["revision"]))
    for ledger in sorted((HOME / "tests" / "samples" / "basic" / "ledgers").glob("*.csv"))
    for row in csv.DictReader(ledger.read_text(encoding="utf-8").splitlines())
]
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


def row_faults(proof):
    return list(CHECK["row_faults"](proof))


def release_faults(proof):
    return list(CHECK["release_faults"](proof))


def proof_of(client, figure, revision):
    response = client.get(f"/v1/figures/{figure}/proof?revision={revision}")
    assert response.status_code == 200
    return response.json


@pytest.mark.parametrize(("figure", "revision"), ROWS)
def test_the_proof_of_every_row_is_valid(client, sample_release, figure, revision):
    proof = proof_of(client, figure, revision)
    assert row_faults(proof) == []
    assert (proof["row"]["figure_id"], proof["row"]["revision"]) == (figure, revision)
    assert (proof["root"], proof["release"]) == (sample_release.root, sample_release.id)


def cell(name, text):
    """A cell of a ledger as it is hashed: empty is null, numbers are numbers."""
    if not text:
        return None
    return json.loads(text) if name in NUMBERS else text


def test_the_root_follows_from_the_ledgers_alone(client, sample, sample_release):
    """With nothing but csv, json and hashlib."""
    heads = []
    for ledger in sorted(sample.glob("ledgers/*.csv")):
        rows = csv.DictReader(ledger.read_text(encoding="utf-8").splitlines())
        leaves = [
            CHECK["leaf"]({name: cell(name, text) for name, text in row.items()}) for row in rows
        ]
        root = CHECK["tree"](leaves).hex()
        heads.append({"dataset": ledger.stem, "size": len(leaves), "root": root})
    assert client.get("/v1/releases").json["data"][0]["ledgers"] == heads
    assert CHECK["root"](heads) == sample_release.root


def test_a_proof_has_the_row_of_the_ledger(client):
    """The rendered row changes when it is superseded."""
    proof = proof_of(client, "losses-0002", 1)
    assert list(proof["row"]) == list(LedgerRowSchema().fields)
    assert proof["row"]["value"] == 100
    assert (proof["dataset"], proof["number"], proof["size"]) == ("losses", 1, 11)
    assert len(proof["path"]) == 4


def test_without_a_revision_the_current_row_is_proven(client):
    assert client.get("/v1/figures/losses-0002/proof").json["row"]["change"] == "retracted"


def altered(text):
    return text.replace(text[0], "0" if text[0] != "0" else "1", 1)


ROW = "the row does not have the hash in the proof"
PATH = "the path does not lead to the root of the ledger"
ROOT = "the ledgers do not lead to the root of the release"
NUMBER = "the row has no place in its ledger"
ALTERED = [
    # path in the proof, change, faults
    (("row", "value"), lambda value: value + 1, {ROW, PATH}),
    (("row", "wording"), lambda text: text + " ", {ROW, PATH}),
    (("row", "note"), lambda _: "", {ROW, PATH}),
    (("leaf",), altered, {ROW}),
    (("number",), lambda number: number + 1, {PATH}),
    (("number",), lambda _: 11, {NUMBER, PATH}),
    (("number",), lambda _: -1, {NUMBER, PATH}),
    (("size",), lambda size: size + 1, {NUMBER}),
    (("path", 0), altered, {PATH}),
    (("path", 3), altered, {PATH}),
    (("path",), lambda path: path[:-1], {PATH}),
    (("path",), lambda path: [*path, path[0]], {PATH}),
    (("ledgers", 2, "root"), altered, {PATH, ROOT}),
    (("ledgers", 0, "root"), altered, {ROOT}),
    (("ledgers", 0, "size"), lambda size: size + 1, {ROOT}),
    (("ledgers",), lambda heads: heads[1:], {ROOT}),
    (("root",), altered, {ROOT}),
]


@pytest.mark.parametrize(("index", "change", "faults"), ALTERED)
def test_a_changed_proof_is_invalid(client, index, change, faults):
    proof = proof_of(client, "losses-0004", 1)
    *parents, last = index
    inner = proof
    for step in parents:
        inner = inner[step]
    inner[last] = change(inner[last])
    assert faults <= set(row_faults(proof))


def test_any_changed_character_of_a_proof_is_invalid(client):
    """Of what is proven: hexadecimal digits, and the letters of the row."""
    text = json.dumps(proof_of(client, "evacuations-0001", 1))
    start = text.index('"row"')
    proven = text[: text.index('"release"')]
    refused = 0
    for index in range(start, len(proven)):
        character = text[index]
        if not character.isalnum():
            continue
        other = "0" if character != "0" else "1"
        try:
            proof = json.loads(text[:index] + other + text[index + 1 :])
            assert row_faults(proof) != [], text[index - 20 : index + 1]
        except (ValueError, KeyError, TypeError, IndexError):
            pass
        refused += 1
    assert refused > 900


@pytest.fixture(scope="module")
def four_releases(sample, tmp_path_factory) -> tuple[Path, list[str]]:
    """Four releases: the sample, rows appended to two ledgers, a revision, and a rewritten row."""
    folder = tmp_path_factory.mktemp("grown")
    ledgers = Path(shutil.copytree(sample, folder / "datasets"))
    stages = [
        (),
        (append(EVACUATIONS, 3, figure_id="evacuations-0003", period="2024-08-06~/2024-08-13"),
         append(TERRITORY, 2, figure_id="territory-0004", period="2024-08-20")),
        (append(LOSSES, 12, figure_id="losses-0008", revision="2", change="corrected",
                note="So."),),
        (update(TERRITORY, 2, note="Rewritten."),),
    ]  # fmt: skip
    ids = []
    for edits in stages:
        for edit in edits:
            edit(ledgers)
        ids.append(build(folder_at(ledgers), folder / "instance").release)
    return folder / "instance", ids


@pytest.fixture(scope="module", params=ENGINES)
def four_client(request, sample, four_releases):
    """A client of the four releases; the last is current, the files of the first are deleted."""
    if request.param == "sqlite":
        return create_app(Config(datasets=sample, instance=four_releases[0])).test_client()
    url = request.getfixturevalue("postgresql").database("grown")
    publish(four_releases[0], url)
    return create_app(Config(datasets=sample, database_url=url)).test_client()


def test_the_log_lists_releases_newest_first(four_client, four_releases):
    response = four_client.get("/v1/releases").json
    assert [entry["release"] for entry in response["data"]] == list(reversed(four_releases[1]))
    assert [entry["rows"] for entry in response["data"]] == [24, 24, 23, 21]
    assert response["meta"]["total"] == 4
    page = four_client.get("/v1/releases?limit=1&offset=2").json
    assert [entry["release"] for entry in page["data"]] == [four_releases[1][1]]
    assert page["links"]["next"] == "/v1/releases?limit=1&offset=3"


def test_the_log_keeps_releases_whose_files_were_deleted(four_releases):
    instance, ids = four_releases
    assert not (instance / f"{ids[0]}.sqlite").exists()
    log = (instance / "releases.jsonl").read_text().splitlines()
    assert [json.loads(line)["release"] for line in log] == ids


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (3, 3)])
def test_a_release_is_consistent_with_an_older_one(sample, four_releases, first, second):
    """The current release is the last one before the rewritten one."""
    instance, ids = four_releases
    copied = Path(shutil.copytree(instance, instance.parent / f"copy-{first}-{second}"))
    shutil.copy(copied / f"{ids[max(second, 2)]}.json", copied / "current.json")
    app = create_app(Config(datasets=sample, instance=copied))
    query = f"first={ids[first]}&second={ids[second]}"
    response = app.test_client().get(f"/v1/releases/consistency?{query}")
    assert response.status_code == 200
    proof = response.json
    assert release_faults(proof) == []
    assert (proof["first"]["release"], proof["second"]["release"]) == (ids[first], ids[second])
    for step in proof["ledgers"]:
        if step["path"]:
            wrong = json.loads(json.dumps(proof))
            [changed_step] = [
                copied for copied in wrong["ledgers"] if copied["dataset"] == step["dataset"]
            ]
            changed_step["path"][-1] = altered(changed_step["path"][-1])
            assert release_faults(wrong) == [f"{step['dataset']} does not begin as it stood before"]
    app.extensions["releases"].close()


def test_a_rewritten_release_is_a_conflict(four_client, four_releases):
    ids = four_releases[1]
    response = four_client.get("/v1/releases/consistency")
    assert (response.status_code, response.json["type"]) == (409, "/problems/rewritten")
    assert response.json["detail"] == (
        f"Release {ids[3]} does not continue {ids[0]}: rows of territory were changed in release "
        f"{ids[3]}."
    )
    assert response.json["alternatives"] == ["/v1/releases"]


def test_a_release_that_is_not_in_the_log_is_not_found(four_client, four_releases):
    ids = four_releases[1]
    response = four_client.get(f"/v1/releases/consistency?first={ids[3]}&second={ids[3]}")
    assert response.status_code == 200
    response = four_client.get(f"/v1/releases/consistency?first={ids[0]}&second=0123456789abcdef")
    assert (response.status_code, response.json["detail"]) == (
        404, "There is no release '0123456789abcdef' in the log."
    )  # fmt: skip
    response = four_client.get("/v1/releases/consistency?first=..")
    assert response.status_code == 422


def test_both_engines_return_the_same_proofs(sample, four_releases, postgresql):
    url = postgresql.database("same-proofs")
    publish(four_releases[0], url)
    clients = [
        create_app(Config(datasets=sample, **where)).test_client()
        for where in ({"instance": four_releases[0]}, {"database_url": url})
    ]
    for address in (
        "/v1/releases",
        "/v1/figures/losses-0002/proof",
        "/v1/figures/losses-0008/proof?revision=1",
        f"/v1/releases/consistency?first={four_releases[1][3]}",
        "/v1/releases/consistency",
    ):
        sqlite, postgres = (client.get(address).data for client in clients)
        assert sqlite == postgres


def test_the_example_reports_faults(client, tmp_path, capsys):
    proof = proof_of(client, "losses-0004", 1)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    assert CHECK["main"](str(file)) == 0
    assert CHECK["main"](str(file), proof["root"]) == 0
    assert CHECK["main"](str(file), "ab") == 1
    proof["row"]["value"] += 1
    file.write_text(json.dumps(proof), encoding="utf-8")
    assert CHECK["main"](str(file)) == 1
    proven = f"proven, root {proof['root']}"
    assert capsys.readouterr().out.splitlines() == [
        proven, proven, f"the root that was noted is not {proof['root']}", ROW, PATH,
    ]  # fmt: skip


def test_a_removed_row_changes_the_root(copy, sample_release, tmp_path):
    delete(EVACUATIONS, 3)(copy)
    build(folder_at(copy), tmp_path / "instance")
    [entry] = map(json.loads, (tmp_path / "instance" / "releases.jsonl").read_text().splitlines())
    assert entry["root"] != sample_release.root
    assert len(entry["root"]) == hashlib.sha256().digest_size * 2
