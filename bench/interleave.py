"""Contenders measured in turn, ours, peer, ours, peer …, so that a busy minute falls on all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Load, load
from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Asked:
    """A server with the paths to ask it in each round."""

    server: Server
    paths: Callable[[int], Sequence[str]]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a measurement takes: rounds, and seconds of each."""

    rounds: int
    seconds: int


def in_turn(asked: Mapping[str, Asked], plan: Plan) -> Mapping[str, Load]:
    """The medians of each contender, after a round that does not count. Raises Failed."""
    found: dict[str, list[Load]] = {name: [] for name in asked}
    for turn in range(plan.rounds + 1):
        for name, one in asked.items():
            seconds = plan.seconds if turn else 1
            told = load(one.server.address, one.paths(turn), seconds, one.server.roots, one.headers)
            if turn:
                found[name].append(told)
    return {name: _median(loads) for name, loads in found.items()}


def _median(loads: Sequence[Load]) -> Load:
    names = ("rate", "p50", "p99", "processor")
    return Load(*(median(getattr(one, name) for one in loads) for name in names))
