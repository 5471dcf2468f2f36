import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from datasets.curation.table_schema import table_schemas
from tests.ledger_edits import LOSSES, update


def frictionless_report(folder: Path) -> dict:
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return json.loads(run.stdout)


@pytest.fixture
def packaged(copy: Path, curated: Path) -> Path:
    """The sample with the Table Schemas of the curated datasets."""
    shutil.copytree(curated / "schemas", copy / "schemas")
    descriptor = json.loads((copy / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        name = "ledger" if resource["path"].startswith("ledgers/") else resource["name"]
        resource["schema"] = f"schemas/{name}.json"
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    return copy


def test_the_committed_schemas_match_the_declared_columns(curated):
    written = {path.name: json.loads(path.read_text()) for path in curated.glob("schemas/*.json")}
    assert written == table_schemas()


def test_every_resource_of_the_descriptor_has_its_schema(curated):
    descriptor = json.loads((curated / "datapackage.json").read_text())
    assert {resource["path"]: resource["schema"] for resource in descriptor["resources"]} == {
        **{f"ledgers/{name}.csv": "schemas/ledger.json" for name in
           ("displacement", "evacuations", "losses", "population", "territory")},
        **{f"reference/{name}.csv": f"schemas/{name}.json" for name in
           ("actors", "conflicts", "feeds", "metrics", "places", "sources")},
    }  # fmt: skip


@pytest.mark.slow
def test_frictionless_accepts_the_datasets(curated):
    assert frictionless_report(curated)["valid"] is True


@pytest.mark.slow
def test_frictionless_accepts_a_valid_ledger(packaged):
    assert frictionless_report(packaged)["valid"] is True


@pytest.mark.slow
def test_frictionless_rejects_invalid_cells(packaged):
    invalid_cells = {
        2: {"value": "600 000"},
        3: {"value": "-1"},
        5: {"quantifier": "over"},
        6: {"claimant": ""},
        7: {"claimed_on": "20.08.2024"},
        8: {"metric": "maimed"},
        9: {"wording": "x" * 161},
    }
    for line, changes in invalid_cells.items():
        update(LOSSES, line, **changes)(packaged)
    errors = {
        (error["rowNumber"], error.get("fieldName"), error["type"])
        for task in frictionless_report(packaged)["tasks"]
        for error in task["errors"]
    }
    assert errors == {
        (2, "value", "type-error"),
        (3, "value", "constraint-error"),
        (5, "quantifier", "constraint-error"),
        (6, "claimant", "constraint-error"),
        (7, "claimed_on", "type-error"),
        (8, None, "foreign-key"),
        (9, "wording", "constraint-error"),
    }
