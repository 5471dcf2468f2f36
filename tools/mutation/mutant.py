"""A mutant: a file of the program as it would be with one small change."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, FunctionType

import libcst
from mutmut.mutation.file_mutation import Mutation, create_mutations

RULES = Path("datasets/curation/validation/rules.py")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file as it would be with one small change, made in a function."""

    file: Path
    function: str
    source: str
    change: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by: other lines may come and go."""
        return str(self.file), self.change

    @property
    def module(self) -> str:
        return ".".join(self.file.with_suffix("").parts)


def mutants_of(file: Path) -> Iterator[Mutant]:
    source = file.read_text(encoding="utf-8")
    module, mutations, *_ = create_mutations(str(file), source)
    seen: Counter[str] = Counter()
    for mutation in mutations:
        function = mutation.contained_by_top_level_function
        if isinstance(function, libcst.FunctionDef):
            broken = _replaced(module, function, mutation)
            change = f"{function.name.value}\n{_difference(source, broken)}"
            seen[change] += 1
            again = f"\nagain {seen[change]}" if seen[change] > 1 else ""
            yield Mutant(file, function.name.value, broken, change + again)


def _difference(source: str, broken: str) -> str:
    lines = unified_diff(source.splitlines(), broken.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in [*lines][2:] if not line.startswith("@@"))


def _replaced(module: libcst.Module, function: libcst.FunctionDef, mutation: Mutation) -> str:
    """The module's text with the mutation; to look for it in the function alone is quicker."""
    whole = module.code_for_node(function)
    if module.code.count(whole) != 1:
        changed = module.deep_replace(mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, libcst.Module)
        return changed.code
    other = function.deep_replace(mutation.original_node, mutation.mutated_node)
    return module.code.replace(whole, module.code_for_node(other))


class Broken(MetaPathFinder, SourceLoader):
    """Imports the broken file in the place of the whole one."""

    def __init__(self, mutant: Mutant) -> None:
        self.file = str(mutant.file.resolve())
        self.name = mutant.module
        self.source = mutant.source.encode()

    def find_spec(self, name, path=None, target=None):
        return spec_from_loader(name, self) if name == self.name else None

    def get_filename(self, name):
        return self.file

    def get_data(self, path):
        if path != self.file:
            raise OSError(path)  # no compiled file is kept
        return self.source


def swap_of(mutant: Mutant, called: set[tuple[str, str]]) -> tuple[FunctionType, CodeType] | None:
    """The function that the mutant changes and its other code, where nothing has called it yet.

    ``called`` are file and name of functions. ``None`` also where more changes than its code.
    """
    module = import_module(mutant.module)
    file = str(module.__file__)
    whole = _whole(mutant.file, file)
    broken = _codes(compile(mutant.source, file, "exec"))
    changed = [
        name for name, code in whole.items() if "<locals>" not in name and broken.get(name) != code
    ]
    function = _function(module, changed[0]) if len(changed) == 1 else None
    if function is None or (file, changed[0]) in called:
        return None
    code = broken[changed[0]]
    return (function, code) if code.co_freevars == function.__code__.co_freevars else None


@cache
def _whole(source: Path, file: str) -> Mapping[str, CodeType]:
    return _codes(compile(source.read_text(encoding="utf-8"), file, "exec"))


def _codes(code: CodeType) -> dict[str, CodeType]:
    """The code of every function in a module, by its name."""
    codes: dict[str, CodeType] = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            codes |= _codes(inner)
            if inner.co_flags & 2:  # new locals: a function, no class body
                codes[inner.co_qualname] = inner
    return codes


def _function(module: object, name: str) -> FunctionType | None:
    found = module
    for part in name.split("."):
        found = vars(found).get(part)
    while isinstance(found, property | staticmethod | classmethod):
        found = found.fget if isinstance(found, property) else found.__func__
    return found if isinstance(found, FunctionType) else None


def rules_of(mutant: Mutant) -> frozenset[str]:
    """The rules whose check is the broken function, or comes to call it."""
    if mutant.file.parent.name != "checks":
        return frozenset()
    body = ast.parse(mutant.file.read_text(encoding="utf-8")).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    broken = {mutant.function}
    for _ in functions:
        broken |= {one.name for one in functions if broken & _names_in(one)}
    checks = re.compile(rf"{mutant.file.stem}\.({'|'.join(sorted(broken))})\b")
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return frozenset(
        line.split('"')[1] for line in lines if "Rule(" in line and checks.search(line)
    )


def _names_in(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
