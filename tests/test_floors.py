"""Imports point down, and never from one resource to another."""

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

# From the top down. A package may import from the floors below it, and from itself.
FLOORS = (
    ("api",),
    ("api.cli", "api.pages", "api.resources"),
    ("api.lookups", "api.mcp"),
    ("api.comparison", "api.openapi", "api.search"),
    (
        "api.aggregation",
        "api.claims",
        "api.feeds",
        "api.middleware",
        "api.questions",
        "api.responses",
    ),
    ("api.config", "api.parameters"),
    ("api.problems",),
    ("api.context", "api.headers", "api.limits", "api.representations", "api.schemas"),
    ("datasets.feeds",),
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
    ("datasets.release.figure_indexes", "datasets.release.figures_file"),
    ("datasets.claims", "datasets.curation", "datasets.search"),
    ("datasets.model",),
)
FLOOR_OF = {package: height for height, floor in enumerate(reversed(FLOORS)) for package in floor}

FORBIDDEN = [
    # folder, packages that it may not import
    ("datasets", ("api", "flask", "flask_smorest", "webargs", "werkzeug", "apispec")),
    ("api", ("pandas", "numpy", "sqlalchemy", "sqlite3")),
    *(
        (f"datasets/release/{folder}", ("datasets.curation", "datasets.claims", "pandas"))
        for folder in ("export", "queries", "store", "transparency")
    ),
]

VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "services", "service", "managers",
          "manager", "base", "misc"}  # fmt: skip


def imports_of(module: Path) -> Iterator[str]:
    """Every name that a module imports, at any level, as ``package.module``."""
    for node in ast.walk(ast.parse((HOME / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def name_of(module: Path) -> str:
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


def package_of(name: str) -> str:
    """The longest package of FLOORS that a name begins with."""
    packages = (package for package in FLOOR_OF if is_in(name, (package,)))
    return max(packages, key=len, default="")


def test_imports_point_down():
    upward = {
        (name_of(path), name)
        for path in MODULES
        for name in imports_of(path)
        if name.startswith(("api.", "datasets."))
        for importer, target in [(package_of(name_of(path)), package_of(name))]
        if importer != target and FLOOR_OF[importer] <= FLOOR_OF[target]
    }
    assert upward == set()


def test_every_module_has_a_floor():
    top_packages = {"api", "datasets", "datasets.release"}
    modules = {name_of(path) for path in MODULES} - top_packages
    assert {name for name in modules if package_of(name) in {"", "api"}} == set()


@pytest.mark.parametrize(("folder", "packages"), FORBIDDEN)
def test_a_folder_does_not_import(folder, packages):
    modules = [path for path in MODULES if path.is_relative_to(folder)]
    assert modules
    forbidden = {
        (str(path), name) for path in modules for name in imports_of(path) if is_in(name, packages)
    }
    assert forbidden == set()


def test_resources_do_not_import_each_other():
    resources = [path for path in MODULES if path.is_relative_to("api/resources")]
    forbidden = {
        (str(path), name)
        for path in resources
        for name in imports_of(path)
        if is_in(name, ("api.resources",))
    }
    assert forbidden == set()


def test_only_commands_import_curation_and_compiler():
    packages = ("datasets.curation", "datasets.release.compiler")
    importers = {
        str(path) for path in MODULES for name in imports_of(path)
        if path.is_relative_to("api") and is_in(name, packages)
    }  # fmt: skip
    assert importers == {
        f"api/cli/{name}.py"
        for name in (
            "docs",
            "entries",
            "entry_form",
            "import_review",
            "ledgers",
            "releases",
            "updates",
        )
    }


def test_no_module_has_a_vague_name():
    assert [str(path) for path in MODULES if set(path.with_suffix("").parts) & VAGUE_NAMES] == []


def test_every_module_has_a_docstring():
    undocumented = [
        str(path)
        for path in MODULES
        if not ast.get_docstring(ast.parse((HOME / path).read_text(encoding="utf-8")))
    ]
    assert undocumented == []


def test_serving_imports_no_pandas(sample_instance, sample):
    """Importing pandas takes a second, and only a build needs it."""
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
