"""An import points down, never up and never sideways between resources."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(HOME) for floor in ("api", "datasets") for path in (HOME / floor).rglob("*.py")
)

# From the top down. A room may import from the floors below it, and from itself.
FLOORS = (
    ("api",),
    ("api.cli", "api.pages", "api.resources"),
    ("api.lookups", "api.mcp"),
    ("api.claims", "api.middleware", "api.openapi", "api.responses"),
    ("api.config", "api.parameters"),
    ("api.problems",),
    ("api.context", "api.env", "api.headers", "api.limits", "api.representations", "api.schemas"),
    ("datasets.release.compiler",),
    ("datasets.release.export",),
    ("datasets.release.queries",),
    ("datasets.release.store",),
    ("datasets.release.transparency",),
    ("datasets.release.atomic",),
    (
        "datasets.release.exceptions",
        "datasets.release.release",
        "datasets.release.serialization",
        "datasets.release.tables",
    ),
    ("datasets.claims", "datasets.curation"),
    ("datasets.model",),
)
FLOOR_OF = {room: height for height, rooms in enumerate(reversed(FLOORS)) for room in rooms}

FORBIDDEN = [
    # below, what it may not import
    ("datasets", ("api", "flask", "flask_smorest", "webargs", "werkzeug", "apispec")),
    ("api", ("pandas", "numpy", "sqlalchemy", "sqlite3")),
    *(
        (f"datasets/release/{room}", ("datasets.curation", "datasets.claims", "pandas"))
        for room in ("export", "queries", "store", "transparency")
    ),
]

UNSAID = {"utils", "util", "common", "helpers", "helper", "services", "service", "managers",
          "manager", "base", "misc"}  # fmt: skip


def imported(module: Path) -> Iterator[str]:
    """Every name that a module imports, wherever in it, as ``package.module``."""
    for node in ast.walk(ast.parse((HOME / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lies_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def name_of(module: Path) -> str:
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


def room_of(name: str) -> str:
    """The room that a name lies in: the longest one of FLOORS that it begins with."""
    return max((room for room in FLOOR_OF if lies_in(name, (room,))), key=len, default="")


def test_an_import_points_down():
    upward = {
        (name_of(path), name)
        for path in MODULES
        for name in imported(path)
        if name.startswith(("api.", "datasets."))
        for here, there in [(room_of(name_of(path)), room_of(name))]
        if here != there and FLOOR_OF[here] <= FLOOR_OF[there]
    }
    assert upward == set()


def test_every_module_has_a_floor():
    packages = {"api", "datasets", "datasets.release"}
    modules = {name_of(path) for path in MODULES} - packages
    assert {name for name in modules if room_of(name) in {"", "api"}} == set()


@pytest.mark.parametrize(("folder", "packages"), FORBIDDEN)
def test_a_folder_does_not_import(folder, packages):
    modules = [path for path in MODULES if path.is_relative_to(folder)]
    assert modules
    found = {
        (str(path), name) for path in modules for name in imported(path) if lies_in(name, packages)
    }
    assert found == set()


def test_resources_do_not_know_each_other():
    resources = [path for path in MODULES if path.is_relative_to("api/resources")]
    found = {
        (str(path), name)
        for path in resources
        for name in imported(path)
        if lies_in(name, ("api.resources",))
    }
    assert found == set()


def test_only_commands_import_what_only_curators_need():
    packages = ("datasets.curation", "datasets.release.compiler")
    found = {
        str(path) for path in MODULES for name in imported(path)
        if path.is_relative_to("api") and lies_in(name, packages)
    }  # fmt: skip
    assert found == {"api/cli/docs.py", "api/cli/ledgers.py", "api/cli/releases.py"}


def test_a_module_is_called_what_it_is_about():
    assert [str(path) for path in MODULES if set(path.with_suffix("").parts) & UNSAID] == []


def test_every_module_says_what_it_is_in_its_first_line():
    silent = [
        str(path)
        for path in MODULES
        if not ast.get_docstring(ast.parse((HOME / path).read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_serving_imports_no_pandas(sample_instance, sample):
    """Pandas takes a second to import and is needed only to build."""
    program = (
        "import sys; from wsgi import app; "
        "assert app.test_client().get('/v1/losses').status_code == 200; "
        "print(sorted({'pandas', 'numpy'} & set(sys.modules)))"
    )
    settings = {"FIGURES_INSTANCE": str(sample_instance), "FIGURES_DATASETS": str(sample)}
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HOME,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")
