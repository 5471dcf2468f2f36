"""Comparison with peers: every question at our server and at servers with the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from bench import servers
from bench.equality import body_of, verify_equal
from bench.fixtures import Fixture, copy_rows, export_rows
from bench.interleave import Plan, Workload, interleave
from bench.load import Load
from bench.processes import idle_processor_seconds, private_bytes, workers
from bench.question import Question, choices
from bench.ratios import AT_MOST, LoadRow, Measurements, Ratio, cheaper, dearer
from bench.servers import Log, Server, serving, settings_for
from tests.release.store.postgres.server import running

VERIFIED = 20  # requests per question that are compared before anything is timed
SHIPPED_REQUESTS = 5  # the same of Datasette as shipped, which takes seconds for each
SHIPPED = "shipped"
FLOOR = "floor"
FLOOR_REQUESTS = 100  # so many lengths of answers are measured for each round
MAX_P99_RATIO = 4  # to p50
SHARED_BUFFERS = "512MB"
TITLES: Mapping[str, str] = {
    "ours": "ours",
    "datasette": "Datasette, tuned",
    "shipped": "Datasette, as shipped",
    "hapi": "FastAPI + asyncpg + PostgreSQL",
    "obvious": "flask-smorest + pandas + marshmallow",
    "floor": "a bare Flask view of as many bytes",
}


def compare_with_peers(
    fixture: Fixture, questions: Sequence[Question], plan: Plan, log: Log
) -> Measurements:
    """Verify that all servers answer alike, then measure them."""
    export_rows(fixture)
    measurements = Measurements()
    with (
        contenders(fixture, log) as (ours, *peers),
        serving(FLOOR, servers.FLOOR, "/1") as floor,
    ):
        shipped = [peer for peer in peers if peer.name == SHIPPED]
        tuned = [peer for peer in peers if peer.name != SHIPPED]
        for question in questions:
            verify_equal(question, ours, tuned, choices(question, fixture, 0, VERIFIED))
        page = questions[0]
        measures_shipped = SHIPPED in page.paths
        if measures_shipped:
            verify_equal(page, ours, shipped, choices(page, fixture, 0, SHIPPED_REQUESTS))
        log("all answers are the same")
        for question in questions:
            log(question.name)
            workloads = {
                server.name: Workload(server, partial(_paths, question, server.name, fixture))
                for server in (ours, *tuned)
            }
            lengths = partial(_lengths, question, ours, fixture)
            workloads[FLOOR] = Workload(floor, lengths)
            measurements += _measurements(question, interleave(workloads, plan))
        if measures_shipped:
            our_load = measurements.rows[0].load
            measurements += Measurements((_shipped_ratio(fixture, page, shipped[0], our_load),))
        measurements += Measurements(notes=tuple(map(_memory_note, (ours, *peers))))
    return measurements


@contextmanager
def contenders(fixture: Fixture, log: Log) -> Iterator[Sequence[Server]]:
    """Start our server and the peers, ours first."""
    table = {"{table}": str(fixture.table)}
    tuned, shipped = (
        [table.get(part, part) for part in command]
        for command in (servers.TUNED, servers.DATASETTE)
    )
    with ExitStack() as stack:
        start = stack.enter_context
        log("PostgreSQL: loading")
        database = start(running(shared_buffers=SHARED_BUFFERS))
        copy_rows(fixture, database.database("figures"))
        url = database.url("figures").replace("postgresql://", "postgresql+asyncpg://")
        peer = {"PEER_DATABASE": url}
        log("starting the servers")
        yield (
            start(serving("ours", servers.OURS, "/health", settings_for(fixture))),
            start(serving("datasette", tuned, "/")),
            start(serving("shipped", shipped, "/")),
            start(serving("hapi", servers.HAPI, "/openapi.json", peer, (database.process,))),
            start(serving("obvious", servers.OBVIOUS, "/count", {"PEER_FILE": str(fixture.csv)})),
        )


def _paths(question: Question, contender: str, fixture: Fixture, turn: int) -> list[str]:
    # Turn 0 has the seed of the verified requests.
    return question.paths_for(contender, choices(question, fixture, turn + 1))


def _lengths(question: Question, ours: Server, fixture: Fixture, turn: int) -> list[str]:
    """The paths at the floor for some of the questions of a turn."""
    paths = _paths(question, ours.name, fixture, turn)[:FLOOR_REQUESTS]
    return [f"/{len(body_of(ours, path))}" for path in paths]


def _measurements(question: Question, loads: Mapping[str, Load]) -> Measurements:
    ours = loads["ours"]
    ratios = [
        cheaper(question.name, TITLES[peer], ours, loads[peer], goal)
        for peer, goal in question.goals.items()
    ]
    ratios.append(dearer(question.name, TITLES[FLOOR], ours, loads[FLOOR], question.floor_goal))
    times = (f"{ours.p99:.1f} ms", f"{ours.p50:.1f} ms")
    spread = ours.p99 / ours.p50
    ratios.append(Ratio(f"{question.name}: p99", "p50", *times, spread, AT_MOST, MAX_P99_RATIO))
    rows = tuple(LoadRow(question.name, TITLES[name], load) for name, load in loads.items())
    return Measurements(tuple(ratios), rows)


def _shipped_ratio(fixture: Fixture, page: Question, server: Server, ours: Load) -> Ratio:
    """Datasette as shipped computes facets for seconds, so a few requests are enough."""
    before = idle_processor_seconds(server.roots)
    for path in page.paths_for(SHIPPED, choices(page, fixture, 1, SHIPPED_REQUESTS)):
        body_of(server, path)
    cost = 1_000 * (idle_processor_seconds(server.roots) - before) / SHIPPED_REQUESTS
    return cheaper(page.name, TITLES[SHIPPED], ours, Load(0, 0, 0, cost), page.goals["datasette"])


def _memory_note(server: Server) -> str:
    largest = max(private_bytes(pid) / 2**20 for pid in workers(server.process))
    return f"Private memory of {TITLES[server.name]}: {largest:,.0f} MiB, the largest process"
