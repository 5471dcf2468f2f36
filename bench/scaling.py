"""Our questions held against easier questions of our own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bench.findings import MOST, Finding, Found, Row, dearer, faster
from bench.load import Load
from bench.prepared import Prepared
from bench.processes import private_bytes, workers
from bench.question import choices
from bench.questions import QUESTIONS
from bench.rounds import Asked, Plan, in_turn
from bench.servers import OURS, Say, Server, of_release, serving
from datasets.release.queries import figures as query
from datasets.release.queries.query import Query
from datasets.release.release import Release

PAGE, BY_ID, COUNT, YEAR = QUESTIONS[:4]
DEPTH = 0.9  # of all rows lie before a deep page
VINTAGES = {"as_of": "2025-06-01", "known_at": "2025-06-01"}
DEEP_GOAL, VINTAGE_GOAL, TWO_WORKERS_GOAL = 1.3, 2, 1.7
MEMORY_GOAL, MEMORY_GROWTH_GOAL = 80, 1.1  # MiB, and times the smallest size's
GROWTH_GOALS = {BY_ID.name: 2, "first page": 1.5, "deep page": 1.5, YEAR.name: 4}


def depth_and_vintages(size: Prepared, plan: Plan, say: Say) -> Found:
    """Deep pages against first ones, and pages of a vintage against those of today."""
    say("depth and vintages")
    with serving("ours", OURS, "/health", of_release(size)) as server:
        asked = {
            **_walks(server, size),
            "today": Asked(server, partial(_pages, size, "")),
            **{
                name: Asked(server, partial(_pages, size, f"&{name}={day}"))
                for name, day in VINTAGES.items()
            },
        }
        loads = in_turn(asked, plan)
    findings = [
        *(
            dearer(f"page at 90 % of {walk}", "its first page", loads[f"deep page{end}"],
                   loads[f"first page{end}"], DEEP_GOAL)
            for walk, end in (("all figures", ""), ("a metric", " of a metric"))
        ),
        *(dearer(f"page with {name}", "without", loads[name], loads["today"], VINTAGE_GOAL)
          for name in VINTAGES),
    ]  # fmt: skip
    return Found(tuple(findings), tuple(Row("page", name, load) for name, load in loads.items()))


def workers_compared(size: Prepared, plan: Plan, say: Say) -> Found:
    """Two workers against one."""
    say("two workers and one")
    workers_at = OURS.index("--workers") + 1
    single = (*OURS[:workers_at], "1", *OURS[workers_at + 1 :])
    settings = of_release(size)
    with (
        serving("two", OURS, "/health", settings) as two,
        serving("one", single, "/health", settings) as one,
    ):
        pages = partial(_pages, size, "")
        loads = in_turn({"two": Asked(two, pages), "one": Asked(one, pages)}, plan)
    finding = faster("two workers", "one", loads["two"], loads["one"], TWO_WORKERS_GOAL)
    return Found((finding,))


@dataclass(frozen=True, slots=True)
class Growth:
    """What the same questions cost at every size, smallest first.

    ``memory`` is what a worker then shares with no other, in bytes, the larger of the two.
    """

    loads: Mapping[str, Sequence[Load]]
    memory: Sequence[int]


def growth(sizes: Sequence[Prepared], plan: Plan, say: Say) -> Growth:
    """Ask a server on each size in turn."""
    asked: Mapping[str, Callable[[Server, Prepared], Asked]] = {
        BY_ID.name: lambda server, size: Asked(server, partial(_paths, BY_ID.name, size)),
        "first page": lambda server, size: _walks(server, size)["first page of a metric"],
        "deep page": lambda server, size: _walks(server, size)["deep page of a metric"],
        YEAR.name: lambda server, size: Asked(server, partial(_paths, YEAR.name, size)),
    }
    found: dict[str, list[Load]] = {name: [] for name in asked}
    memory = []
    for size in sizes:
        say(f"growth: {size.figures:,} figures")
        with serving("ours", OURS, "/health", of_release(size)) as server:
            loads = in_turn({name: of(server, size) for name, of in asked.items()}, plan)
            memory.append(max(private_bytes(pid) for pid in workers(server.process)))
        for name, load in loads.items():
            found[name].append(load)
    return Growth(found, memory)


def growth_findings(found: Growth, sizes: Sequence[Prepared]) -> Found:
    span = f"{sizes[0].figures:,} → {sizes[-1].figures:,} figures"
    small, large = found.memory[0] / 2**20, found.memory[-1] / 2**20
    told = (f"{large:.0f} MiB", f"{small:.0f} MiB")
    return Found(
        (
            *(
                dearer(f"growth: {name}", span, found.loads[name][-1], found.loads[name][0], goal)
                for name, goal in GROWTH_GOALS.items()
            ),
            Finding("growth: private memory of a worker", span, *told, large / small, MOST,
                    MEMORY_GROWTH_GOAL),
            Finding("private memory of a worker", f"{sizes[-1].figures:,} figures", told[0], "",
                    large, MOST, MEMORY_GOAL),
        )
    )  # fmt: skip


def _walks(server: Server, size: Prepared) -> Mapping[str, Asked]:
    """The first page of all figures and of a metric, and a deep one of a walk over either."""
    longest = max(size.series, key=lambda series: series.length)
    release = size.opened()
    found = {}
    for end, path, conditions in (
        ("", "/v1/figures", ()),
        (" of a metric", f"/v1/{longest.dataset}?metric={longest.metric}",
         (("dataset", (longest.dataset,)), ("metric", (longest.metric,)))),
    ):  # fmt: skip
        reached = _row_at(release, Query(conditions), DEPTH)
        onward = f"{path}{'&' if '?' in path else '?'}after={reached}&release={release.id}"
        found[f"first page{end}"] = _always(server, path)
        found[f"deep page{end}"] = _always(server, onward)
    release.engine.dispose()
    return found


def _row_at(release: Release, asked: Query, depth: float) -> int | None:
    """The position of the row that lies behind a share of those that answer."""
    offset = int(query.count_rows(release, asked) * depth)
    return query.fetch_page(release, replace(asked, offset=offset, limit=1)).last


def _always(server: Server, path: str) -> Asked:
    return Asked(server, lambda _: [path])


def _pages(size: Prepared, more: str, turn: int) -> list[str]:
    return [f"{path}{more}" for path in PAGE.asked("ours", choices(PAGE, size, turn))]


def _paths(name: str, size: Prepared, turn: int) -> list[str]:
    question = next(question for question in QUESTIONS if question.name == name)
    return question.asked("ours", choices(question, size, turn))
