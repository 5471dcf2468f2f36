"""Every question put to us and to each peer, who hold the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from bench import servers
from bench.findings import MOST, Finding, Found, Row, cheaper
from bench.load import Load
from bench.prepared import Prepared, copy, export
from bench.processes import private_bytes, settled, workers
from bench.proof import body_of, prove
from bench.question import Choice, Question, choices
from bench.rounds import Asked, Plan, in_turn
from bench.servers import Server, of_release, serving
from tests.release.store.postgres.server import running

PROVEN = 20  # questions of each kind that are asked before anything is timed
FEW = 5
SHIPPED = "shipped"
P99 = 4  # times p50, at most
SHARED_BUFFERS = "512MB"
NAMES: Mapping[str, str] = {
    "ours": "ours",
    "datasette": "Datasette, tuned",
    "shipped": "Datasette, as shipped",
    "hapi": "FastAPI + asyncpg + PostgreSQL",
    "obvious": "flask-smorest + pandas + marshmallow",
}


def against_peers(
    size: Prepared, questions: Sequence[Question], plan: Plan, say: servers.Say
) -> Found:
    """Prove that all answer alike, then measure."""
    export(size)
    found = Found()
    with all_serving(size, say) as contenders:
        ours, *peers = contenders
        shipped = [peer for peer in peers if peer.name == SHIPPED]
        tuned = [peer for peer in peers if peer.name != SHIPPED]
        for question in questions:
            prove(question, ours, tuned, choices(question, size, 0, PROVEN))
        page = questions[0]
        as_shipped = SHIPPED in page.paths
        if as_shipped:
            prove(page, ours, shipped, choices(page, size, 0, FEW))
        say("all answers are the same")
        for question in questions:
            say(question.name)
            asked = {
                server.name: Asked(server, partial(_paths, question, server.name, size))
                for server in (ours, *tuned)
            }
            found += _told(question, in_turn(asked, plan))
        if as_shipped:
            found += Found((_against_shipped(size, page, contenders, found.rows[0].load),))
        found += Found(notes=tuple(map(_memory, contenders)))
    return found


@contextmanager
def all_serving(size: Prepared, say: servers.Say) -> Iterator[Sequence[Server]]:
    """Start ourselves and the peers on a size."""
    table = {"{table}": str(size.table)}
    lean, shipped = (
        [table.get(part, part) for part in command]
        for command in (servers.TUNED, servers.DATASETTE)
    )
    with ExitStack() as stack:
        start = stack.enter_context
        say("PostgreSQL: loading")
        database = start(running(shared_buffers=SHARED_BUFFERS))
        copy(size, database.database("figures"))
        url = database.url("figures").replace("postgresql://", "postgresql+asyncpg://")
        peer = {"PEER_DATABASE": url}
        say("starting the servers")
        yield (
            start(serving("ours", servers.OURS, "/health", of_release(size))),
            start(serving("datasette", lean, "/")),
            start(serving("shipped", shipped, "/")),
            start(serving("hapi", servers.HAPI, "/openapi.json", peer, (database.process,))),
            start(serving("obvious", servers.OBVIOUS, "/count", {"PEER_FILE": str(size.csv)})),
        )


def _paths(question: Question, contender: str, size: Prepared, turn: int) -> list[str]:
    drawn: list[Choice] = choices(question, size, turn + 1)
    return question.asked(contender, drawn)


def _told(question: Question, loads: Mapping[str, Load]) -> Found:
    ours = loads["ours"]
    findings = [
        cheaper(question.name, NAMES[peer], ours, loads[peer], goal)
        for peer, goal in question.goals.items()
    ]
    spread = ours.p99 / ours.p50
    told = (f"{ours.p99:.1f} ms", f"{ours.p50:.1f} ms")
    findings.append(Finding(f"{question.name}: p99", "p50", *told, spread, MOST, P99))
    rows = tuple(Row(question.name, NAMES[name], load) for name, load in loads.items())
    return Found(tuple(findings), rows)


def _against_shipped(
    size: Prepared, page: Question, contenders: Sequence[Server], ours: Load
) -> Finding:
    """Datasette as it ships looks for facets for seconds: a few pages one by one are enough."""
    server = next(server for server in contenders if server.name == SHIPPED)
    before = settled(server.roots)
    for path in page.asked(SHIPPED, choices(page, size, 1, FEW)):
        body_of(server, path)
    cost = 1_000 * (settled(server.roots) - before) / FEW
    return cheaper(page.name, NAMES[SHIPPED], ours, Load(0, 0, 0, cost), page.goals["datasette"])


def _memory(server: Server) -> str:
    each = [private_bytes(pid) / 2**20 for pid in workers(server.process)]
    return f"Private memory of {NAMES[server.name]}: {max(each):,.0f} MiB, the largest process"
