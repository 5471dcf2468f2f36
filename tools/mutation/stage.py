"""Run the tests against mutants: tests are collected once, then each mutant has a process."""

import gc
import os
import resource
import sys
from collections.abc import Iterable, Sequence
from types import FrameType

import pytest

from tools.mutation.mutant import Mutant, rules_of, swap_of
from tools.mutation.verdicts import KILLED, SURVIVED, TIMEOUT, record

MAX_PROCESSES = 2
MAX_MEMORY_BYTES = 6 * 2**30


def forked(mutants: Iterable[Mutant], limit: int) -> Mutant | None:
    """Fork for each mutant. Return the mutant in the child, and ``None`` in the parent at the end.

    ``limit`` is the CPU time of a child in seconds.
    """
    running: dict[int, Mutant] = {}
    gc.freeze()
    for mutant in mutants:
        if len(running) == MAX_PROCESSES:
            _wait_for_one(running)
        process = os.fork()
        if not process:
            gc.disable()
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
            return mutant
        running[process] = mutant
    while running:
        _wait_for_one(running)
    return None


def _wait_for_one(running: dict[int, Mutant]) -> None:
    process, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    mutant = running.pop(process)
    verdict = TIMEOUT if code < 0 else KILLED if code else SURVIVED
    record(mutant, verdict)


class SelectedTests:
    """Pytest plugin: the tests of the module first, and of the rules only those of the mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self.first = f"test_{mutant.file.stem}"
        self.rules = rules_of(mutant)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.path.stem != self.first)
        if self.rules:
            of_rules = [item for item in items if _rule(item) in self.rules]
            items[:] = of_rules + [item for item in items if _rule(item) is None]


class Stage:
    """Pytest plugin: run the collected tests once for each mutant of a function not yet called.

    No constant and no cache depends on such a function, so that its code can be replaced without a
    new import. The other mutants get no verdict here.
    """

    def __init__(self, mutants: Sequence[Mutant], limit: int) -> None:
        self.mutants = mutants
        self.limit = limit
        self.called: set[tuple[str, str]] = set()
        sys.setprofile(self._record_call)

    def _record_call(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.called.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        sys.setprofile(None)
        process = os.fork()
        if not process:
            return None  # pytest runs the tests without a mutant
        assert os.waitpid(process, 0)[1] == 0, "the tests do not pass"
        swaps = {mutant: swap for mutant in self.mutants if (swap := swap_of(mutant, self.called))}
        mutant = forked(swaps, self.limit)
        if not mutant:
            return True
        function, code = swaps[mutant]
        function.__code__ = code
        SelectedTests(mutant).pytest_collection_modifyitems(session.items)
        return None  # pytest runs the tests with the mutant


def _rule(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    return call.params.get("rule") if call else None
