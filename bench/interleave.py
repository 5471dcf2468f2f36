"""Interleaved measurement: ours, peer, ours, peer …, so that a busy minute affects all alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Load, measure_load
from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Workload:
    """A server, and the paths to request from it in each round."""

    server: Server
    paths: Callable[[int], Sequence[str]]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The duration of a measurement: rounds, and seconds of each."""

    rounds: int
    seconds: int


def interleave(workloads: Mapping[str, Workload], plan: Plan) -> Mapping[str, Load]:
    """The median load of each workload, after a warm-up round. Raises RequestsFailed."""
    loads: dict[str, list[Load]] = {name: [] for name in workloads}
    for turn in range(plan.rounds + 1):
        for name, workload in workloads.items():
            server = workload.server
            paths, seconds = workload.paths(turn), plan.seconds if turn else 1
            load = measure_load(server.address, paths, seconds, server.roots, workload.headers)
            if turn:
                loads[name].append(load)
    return {name: _median(loads) for name, loads in loads.items()}


def _median(loads: Sequence[Load]) -> Load:
    names = ("rate", "p50", "p99", "processor")
    return Load(*(median(getattr(load, name) for load in loads) for name in names))
