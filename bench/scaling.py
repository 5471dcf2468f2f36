"""Scaling of our server: deep pages, vintages, two workers, and growing releases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bench.fixtures import Fixture
from bench.interleave import Plan, Workload, interleave
from bench.load import Load
from bench.processes import private_bytes, workers
from bench.question import choices
from bench.questions import QUESTIONS
from bench.ratios import AT_MOST, LoadRow, Measurements, Ratio, dearer, faster
from bench.servers import OURS, Log, Server, serving, settings_for
from datasets.release.queries.figures import count_rows, fetch_page
from datasets.release.queries.query import Query
from datasets.release.release import Release

PAGE, BY_ID, COUNT, YEAR = QUESTIONS[:4]
DEPTH = 0.9  # share of the rows that come before a deep page
VINTAGES = {"as_of": "2025-06-01", "known_at": "2025-06-01"}
DEEP_GOAL, VINTAGE_GOAL, TWO_WORKERS_GOAL = 1.3, 2, 1.7
MEMORY_GOAL, MEMORY_GROWTH_GOAL = 80, 1.1  # MiB, and ratio to the smallest size
GROWTH_GOALS = {BY_ID.name: 2, "first page": 1.5, "deep page": 1.5, YEAR.name: 4}


def compare_depths_and_vintages(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """Deep pages compared with first ones, and pages of a vintage with those of today."""
    log("depth and vintages")
    with serving("ours", OURS, "/health", settings_for(fixture)) as server:
        workloads = {
            **_first_and_deep_pages(server, fixture),
            "today": Workload(server, partial(_pages, fixture, "")),
            **{
                name: Workload(server, partial(_pages, fixture, f"&{name}={day}"))
                for name, day in VINTAGES.items()
            },
        }
        loads = interleave(workloads, plan)
    ratios = [
        *(
            dearer(f"page at 90 % of {rows}", "its first page", loads[f"deep page{suffix}"],
                   loads[f"first page{suffix}"], DEEP_GOAL)
            for rows, suffix in (("all figures", ""), ("a metric", " of a metric"))
        ),
        *(dearer(f"page with {name}", "without", loads[name], loads["today"], VINTAGE_GOAL)
          for name in VINTAGES),
    ]  # fmt: skip
    rows = tuple(LoadRow("page", name, load) for name, load in loads.items())
    return Measurements(tuple(ratios), rows)


def compare_workers(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """Two workers compared with one."""
    log("two workers and one")
    workers_at = OURS.index("--workers") + 1
    one_worker = (*OURS[:workers_at], "1", *OURS[workers_at + 1 :])
    settings = settings_for(fixture)
    with (
        serving("two", OURS, "/health", settings) as two,
        serving("one", one_worker, "/health", settings) as one,
    ):
        pages = partial(_pages, fixture, "")
        loads = interleave({"two": Workload(two, pages), "one": Workload(one, pages)}, plan)
    ratio = faster("two workers", "one", loads["two"], loads["one"], TWO_WORKERS_GOAL)
    return Measurements((ratio,))


@dataclass(frozen=True, slots=True)
class Growth:
    """Loads of the same questions at every size, smallest first.

    ``memory`` is the private memory of the larger worker after them, in bytes.
    """

    loads: Mapping[str, Sequence[Load]]
    memory: Sequence[int]


def measure_growth(fixtures: Sequence[Fixture], plan: Plan, log: Log) -> Growth:
    """Measure a server on each size."""
    workloads: Mapping[str, Callable[[Server, Fixture], Workload]] = {
        BY_ID.name: lambda server, size: Workload(server, partial(_paths, BY_ID.name, size)),
        "first page": lambda server, size: _first_and_deep_pages(server, size)[
            "first page of a metric"
        ],
        "deep page": lambda server, size: _first_and_deep_pages(server, size)[
            "deep page of a metric"
        ],
        YEAR.name: lambda server, size: Workload(server, partial(_paths, YEAR.name, size)),
    }
    loads_by_name: dict[str, list[Load]] = {name: [] for name in workloads}
    memory = []
    for fixture in fixtures:
        log(f"growth: {fixture.figures:,} figures")
        with serving("ours", OURS, "/health", settings_for(fixture)) as server:
            loads = interleave(
                {name: make(server, fixture) for name, make in workloads.items()}, plan
            )
            memory.append(max(private_bytes(pid) for pid in workers(server.process)))
        for name, load in loads.items():
            loads_by_name[name].append(load)
    return Growth(loads_by_name, memory)


def growth_ratios(growth: Growth, fixtures: Sequence[Fixture]) -> Measurements:
    """The largest size compared with the smallest."""
    span = f"{fixtures[0].figures:,} → {fixtures[-1].figures:,} figures"
    small, large = growth.memory[0] / 2**20, growth.memory[-1] / 2**20
    sizes = (f"{large:.0f} MiB", f"{small:.0f} MiB")
    return Measurements(
        (
            *(
                dearer(f"growth: {name}", span, growth.loads[name][-1], growth.loads[name][0], goal)
                for name, goal in GROWTH_GOALS.items()
            ),
            Ratio("growth: private memory of a worker", span, *sizes, large / small, AT_MOST,
                  MEMORY_GROWTH_GOAL),
            Ratio("private memory of a worker", f"{fixtures[-1].figures:,} figures", sizes[0], "",
                  large, AT_MOST, MEMORY_GOAL),
        )
    )  # fmt: skip


def _first_and_deep_pages(server: Server, fixture: Fixture) -> Mapping[str, Workload]:
    """The first page and a deep page, of all figures and of the metric of the longest series."""
    longest = max(fixture.series, key=lambda series: series.length)
    release = fixture.open_release()
    workloads = {}
    for suffix, path, conditions in (
        ("", "/v1/figures", ()),
        (" of a metric", f"/v1/{longest.dataset}?metric={longest.metric}",
         (("dataset", (longest.dataset,)), ("metric", (longest.metric,)))),
    ):  # fmt: skip
        position = _position_at(release, Query(conditions), DEPTH)
        separator = "&" if "?" in path else "?"
        deep = f"{path}{separator}after={position}&release={release.id}"
        workloads[f"first page{suffix}"] = _single_path(server, path)
        workloads[f"deep page{suffix}"] = _single_path(server, deep)
    release.engine.dispose()
    return workloads


def _position_at(release: Release, query: Query, depth: float) -> int | None:
    """The position of the row that comes after a share of the rows of a query."""
    offset = int(count_rows(release, query) * depth)
    return fetch_page(release, replace(query, offset=offset, limit=1)).last_position


def _single_path(server: Server, path: str) -> Workload:
    return Workload(server, lambda _: [path])


def _pages(fixture: Fixture, more: str, turn: int) -> list[str]:
    return [f"{path}{more}" for path in PAGE.paths_for("ours", choices(PAGE, fixture, turn))]


def _paths(name: str, fixture: Fixture, turn: int) -> list[str]:
    question = next(question for question in QUESTIONS if question.name == name)
    return question.paths_for("ours", choices(question, fixture, turn))
