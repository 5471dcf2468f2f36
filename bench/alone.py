"""Our questions held against easier questions of our own."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from bench.findings import MOST, Finding, Found, Row, dearer, faster
from bench.load import Load
from bench.prepared import Prepared
from bench.processes import private_bytes, workers
from bench.proof import body_of
from bench.questions import QUESTIONS, choices, known_series
from bench.rounds import Asked, Plan, in_turn
from bench.servers import OURS, Say, Server, of_release, serving

PAGE, BY_ID, COUNT, YEAR = QUESTIONS[:4]
DEPTH = 0.9  # of all rows lie before a deep page
VINTAGES = {"as_of": "2025-06-01", "known_at": "2025-06-01"}
DEEP_GOAL, VINTAGE_GOAL, TWO_WORKERS_GOAL, MEMORY_GOAL = 1.3, 2, 1.7, 80
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
        memory = max(private_bytes(pid) for pid in workers(server.process)) / 2**20
    findings = [
        *(
            dearer(f"page at 90 % of {walk}", "its first page", loads[f"deep page{end}"],
                   loads[f"first page{end}"], DEEP_GOAL)
            for walk, end in (("all figures", ""), ("a metric", " of a metric"))
        ),
        *(dearer(f"page with {name}", "without", loads[name], loads["today"], VINTAGE_GOAL)
          for name in VINTAGES),
        Finding("private memory of a worker", f"{size.figures:,} figures", f"{memory:.0f} MiB", "",
                memory, MOST, MEMORY_GOAL),
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


def growth(sizes: Sequence[Prepared], plan: Plan, say: Say) -> Mapping[str, Sequence[Load]]:
    """The cost of the same questions at every size, smallest first."""
    asked: Mapping[str, Callable[[Server, Prepared], Asked]] = {
        BY_ID.name: lambda server, size: Asked(server, partial(_paths, BY_ID.name, size)),
        "first page": lambda server, size: _walks(server, size)["first page of a metric"],
        "deep page": lambda server, size: _walks(server, size)["deep page of a metric"],
        YEAR.name: lambda server, size: Asked(server, partial(_paths, YEAR.name, size)),
    }
    found: dict[str, list[Load]] = {name: [] for name in asked}
    for size in sizes:
        say(f"growth: {size.figures:,} figures")
        with serving("ours", OURS, "/health", of_release(size)) as server:
            loads = in_turn({name: of(server, size) for name, of in asked.items()}, plan)
        for name, load in loads.items():
            found[name].append(load)
    return found


def growth_findings(found: Mapping[str, Sequence[Load]], sizes: Sequence[Prepared]) -> Found:
    span = f"{sizes[0].figures:,} → {sizes[-1].figures:,} figures"
    return Found(
        tuple(
            dearer(f"growth: {name}", span, found[name][-1], found[name][0], goal)
            for name, goal in GROWTH_GOALS.items()
        )
    )


def _walks(server: Server, size: Prepared) -> Mapping[str, Asked]:
    """The first and a deep page of all figures and of a metric; the deep ones by `links.next`."""
    longest = max(known_series(size), key=lambda series: series.length)
    walks = {"": "/v1/figures?", " of a metric": f"/v1/{longest.dataset}?metric={longest.metric}&"}
    found = {}
    for end, path in walks.items():
        total = json.loads(body_of(server, f"{path}limit=1"))["meta"]["total"]
        near = json.loads(body_of(server, f"{path}offset={int(total * DEPTH)}&limit=1"))
        deep = urlsplit(near["links"]["next"])
        onward = "&".join(part for part in deep.query.split("&") if not part.startswith("limit="))
        found[f"first page{end}"] = _always(server, path.rstrip("?&"))
        found[f"deep page{end}"] = _always(server, f"{deep.path}?{onward}")
    return found


def _always(server: Server, path: str) -> Asked:
    return Asked(server, lambda _: [path])


def _pages(size: Prepared, more: str, turn: int) -> list[str]:
    return [f"{path}{more}" for path in PAGE.asked("ours", choices(PAGE, size, turn))]


def _paths(name: str, size: Prepared, turn: int) -> list[str]:
    question = next(question for question in QUESTIONS if question.name == name)
    return question.asked("ours", choices(question, size, turn))
