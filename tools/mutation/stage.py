"""Where mutants are run: the tests, collected once, and a process for each mutant."""

import gc
import os
import resource
import sys
from collections.abc import Iterable, Sequence
from types import FrameType

import pytest

from tools.mutation.mutant import Mutant, rules_of, swap_of
from tools.mutation.verdicts import ENDLESS, NOTICED, SURVIVED, note

AT_ONCE = 2
MEMORY = 6 * 2**30


def forked(mutants: Iterable[Mutant], limit: int) -> Mutant | None:
    """Fork for each mutant. In the fork returns the mutant; here ``None``, when all have ended.

    A fork may compute for so many seconds, however busy the machine is.
    """
    running: dict[int, Mutant] = {}
    gc.freeze()
    for mutant in mutants:
        if len(running) == AT_ONCE:
            _wait_for_one(running)
        process = os.fork()
        if not process:
            gc.disable()
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            return mutant
        running[process] = mutant
    while running:
        _wait_for_one(running)
    return None


def _wait_for_one(running: dict[int, Mutant]) -> None:
    process, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    mutant = running.pop(process)
    verdict = ENDLESS if code < 0 else NOTICED if code else SURVIVED
    note(mutant, verdict)


class Chosen:
    """The tests of the module first; of the cases of rules, which are slow, those of its rules."""

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
    """Has the tests collected, then runs them once for each mutant of a function not yet called.

    Such a function has left no trace, in no constant and no cache: to exchange its code now is to
    have imported it broken. The other mutants get no verdict here.
    """

    def __init__(self, mutants: Sequence[Mutant], limit: int) -> None:
        self.mutants = mutants
        self.limit = limit
        self.called: set[tuple[str, str]] = set()
        sys.setprofile(self._note)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.called.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        sys.setprofile(None)
        process = os.fork()
        if not process:
            return None  # the tests follow, with nothing broken
        assert os.waitpid(process, 0)[1] == 0, "the tests do not pass"
        swaps = {one: swap for one in self.mutants if (swap := swap_of(one, self.called))}
        mutant = forked(swaps, self.limit)
        if not mutant:
            return True
        function, code = swaps[mutant]
        function.__code__ = code
        Chosen(mutant).pytest_collection_modifyitems(session.items)
        return None  # the tests follow, with this one function broken


def _rule(item: pytest.Item) -> str | None:
    called = getattr(item, "callspec", None)
    return called.params.get("rule") if called else None
