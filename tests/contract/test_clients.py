"""Generated clients read all responses of a running service."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.config import HOME
from tests.external_programs import program

pytestmark = pytest.mark.slow

CLIENTS = Path(__file__).parent / "clients"
CONTRACT = HOME / "openapi" / "openapi.json"
BIN = Path(sys.executable).parent

RESULTS = {
    "chosen": [
        "population-0008",
        "population-0010",
        "population-0011",
        "population-0013",
        "population-0015",
        "population-0018",
        "population-0019",
        "population-0021",
        "population-0030",
        "population-0031",
        "population-3937",
    ],
    "walk": {"total": 171, "different": 171},
    "figure": "more than 600,000",
    "refusal": [
        422,
        "Parameter 'value_min': must not be greater than 'value_max' (5 > 1).",
    ],
    "lines": 12,
}


def test_openapi_python_client(service, tmp_path):
    command = ["generate", "--path", CONTRACT, "--meta", "none", "--output-path", "made_client"]
    output_of(BIN / "openapi-python-client", *command, cwd=tmp_path)
    script = CLIENTS / "openapi_python_client.py"
    assert json.loads(output_of(sys.executable, script, service, cwd=tmp_path)) == RESULTS


def test_openapi_generator(service, tmp_path):
    program("java")
    parts = "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
    command = ["generate", "-g", "python", "-i", CONTRACT, "-o", ".", "--skip-validate-spec"]
    output_of(BIN / "openapi-generator-cli", *command, "--global-property", parts, cwd=tmp_path)
    script = CLIENTS / "openapi_generator.py"
    assert json.loads(output_of(sys.executable, script, service, cwd=tmp_path)) == RESULTS


def test_openapi_typescript_and_openapi_fetch(service, node, modules, tmp_path):
    made = node("openapi-typescript", CONTRACT, "--output", tmp_path / "schema.d.ts")
    assert made.returncode == 0, made.stderr
    script = Path(shutil.copy(CLIENTS / "openapi_fetch.mjs", tmp_path))
    (tmp_path / "node_modules").symlink_to(modules)
    checks = (
        "--noEmit --strict --allowJs --checkJs --skipLibCheck --module nodenext --target es2022"
    )
    checked = node("tsc", *checks.split(), script.name, cwd=tmp_path)
    assert checked.stdout == ""
    assert json.loads(output_of(program("node"), script, service, cwd=tmp_path)) == RESULTS


def output_of(*command, cwd):
    """The output of a program, which can import from the folder and run installed tools."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    finished = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(cwd), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
