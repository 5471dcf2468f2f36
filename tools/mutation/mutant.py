"""Mutants: modules of the program with one small change."""

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
    """A module with one small change in a function. ``change`` is the difference as text."""

    file: Path
    function: str
    source: str
    change: str

    @property
    def key(self) -> tuple[str, str]:
        """Identity that does not depend on changes elsewhere in the file."""
        return str(self.file), self.change

    @property
    def module(self) -> str:
        return ".".join(self.file.with_suffix("").parts)


def mutants_of(file: Path) -> Iterator[Mutant]:
    """Generate the mutants of a file with mutmut."""
    source = file.read_text(encoding="utf-8")
    module, mutations, *_ = create_mutations(str(file), source)
    counts: Counter[str] = Counter()
    for mutation in mutations:
        function = mutation.contained_by_top_level_function
        if isinstance(function, libcst.FunctionDef):
            mutated = _mutated(module, function, mutation)
            change = f"{function.name.value}\n{_difference(source, mutated)}"
            counts[change] += 1
            again = f"\nagain {counts[change]}" if counts[change] > 1 else ""
            yield Mutant(file, function.name.value, mutated, change + again)


def _difference(source: str, mutated: str) -> str:
    lines = unified_diff(source.splitlines(), mutated.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in [*lines][2:] if not line.startswith("@@"))


def _mutated(module: libcst.Module, function: libcst.FunctionDef, mutation: Mutation) -> str:
    """The text of the module with the mutation. Searching only the function is faster."""
    text = module.code_for_node(function)
    if module.code.count(text) != 1:
        changed = module.deep_replace(mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, libcst.Module)
        return changed.code
    changed_function = function.deep_replace(mutation.original_node, mutation.mutated_node)
    return module.code.replace(text, module.code_for_node(changed_function))


class MutantImporter(MetaPathFinder, SourceLoader):
    """Import hook that loads the mutant instead of the original module."""

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
            raise OSError(path)  # there is no compiled file
        return self.source


def swap_of(mutant: Mutant, called: set[tuple[str, str]]) -> tuple[FunctionType, CodeType] | None:
    """Return the function that the mutant changes and its new code, if it was not called yet.

    ``called`` has file and name of functions. ``None`` if more changes than the code of one.
    """
    module = import_module(mutant.module)
    file = str(module.__file__)
    original = _original_codes(mutant.file, file)
    mutated = _codes(compile(mutant.source, file, "exec"))
    changed = [
        name
        for name, code in original.items()
        if "<locals>" not in name and mutated.get(name) != code
    ]
    function = _function(module, changed[0]) if len(changed) == 1 else None
    if function is None or (file, changed[0]) in called:
        return None
    code = mutated[changed[0]]
    return (function, code) if code.co_freevars == function.__code__.co_freevars else None


@cache
def _original_codes(source: Path, file: str) -> Mapping[str, CodeType]:
    return _codes(compile(source.read_text(encoding="utf-8"), file, "exec"))


def _codes(code: CodeType) -> dict[str, CodeType]:
    """The code of every function in a module, by its name."""
    codes: dict[str, CodeType] = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            codes |= _codes(inner)
            if inner.co_flags & 2:  # CO_NEWLOCALS: a function, not a class body
                codes[inner.co_qualname] = inner
    return codes


def _function(module: object, name: str) -> FunctionType | None:
    value = module
    for part in name.split("."):
        value = vars(value).get(part)
    while isinstance(value, property | staticmethod | classmethod):
        value = value.fget if isinstance(value, property) else value.__func__
    return value if isinstance(value, FunctionType) else None


def rules_of(mutant: Mutant) -> frozenset[str]:
    """The rules whose check is the changed function or calls it."""
    if mutant.file.parent != RULES.parent:
        return frozenset()
    body = ast.parse(mutant.file.read_text(encoding="utf-8")).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    affected = {mutant.function}
    for _ in functions:
        affected |= {node.name for node in functions if affected & _names_in(node)}
    checks = re.compile(rf"{mutant.file.stem}\.({'|'.join(sorted(affected))})\b")
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return frozenset(
        line.split('"')[1] for line in lines if "Rule(" in line and checks.search(line)
    )


def _names_in(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
