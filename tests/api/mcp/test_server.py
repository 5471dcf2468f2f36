"""The MCP server, in a process of its own: every number comes with its claimant."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import anyio
import pytest
from mcp import Client, StdioServerParameters

from api.config import HOME
from api.mcp.server import call_tool
from api.mcp.tools import NO_ADDRESS
from datasets.curation.ledger_files import folder_at
from datasets.model.datapackage import NOTICE
from datasets.release.compiler.build import build
from tests.servers import line_with

pytestmark = pytest.mark.slow

PUBLIC_URL = "https://figures.example.org"
COMMAND = ("-m", "flask", "--app", "wsgi", "figures", "mcp")
KURSK = {"metric": "killed", "subject": "ru-armed-forces", "place": "ru-kursk"}
CALLS = {
    "actors": ("search", {"kind": "actors", "q": "kyiv"}),
    "metrics": ("search", {"kind": "metrics", "q": "tanks"}),
    "conflicts": ("search", {"kind": "conflicts", "q": "ukraine"}),
    "of a conflict": ("figures", {"conflict": ["russia-ukraine"], "limit": 1}),
    "no comparison": ("comparisons", {**KURSK, "place": "ua-pokrovsk"}),
    "tanks": ("figures", {"metric": ["tanks-lost"], "exclude_belligerents": False}),
    "no figures": ("figures", {"metric": ["killed"], "place": ["ru-kursk"]}),
    "first page": ("figures", {"place": ["theatre-ru-ua"], "limit": 1}),
    "comparison": ("comparisons", {**KURSK, "on": "2024-09-08", "known_at": "2024-09-08"}),
    "citation": ("citation", {"figure_id": "losses-0001", "revision": 1}),
}
REFUSALS = [
    (
        ("figures", {"metric": ["killd"]}),
        "Parameter 'metric': 'killd' is not a code of a metric; did you mean 'killed'?\n"
        "Valid call: figures(metric=killed)\n"
        "Find the code with the tool search: set kind, and a part of the name as q.",
    ),
    (
        ("figures", {"metrc": "killed"}),
        "Parameter 'metrc': does not exist; did you mean 'metric'?\n"
        "Valid call: figures(metric=killed)",
    ),
    (
        ("figures", {"start_date": "2024-09-01", "end_date": "2024-01-01"}),
        "Parameter 'start_date': must not be greater than 'end_date' (2024-09-01 > 2024-01-01).",
    ),
    (
        ("comparisons", {"metric": "killed", "place": "ru-kursk"}),
        "Parameter 'subject': one subject is required.",
    ),
    (
        ("citation", {"figure_id": "losses-9999"}),
        "There is no figure 'losses-9999'.\n"
        "Find the figure with the tool figures, and use its `id`.",
    ),
    (("citation", {}), "Argument 'figure_id' is required."),
    (
        ("search", {"kind": "../health", "q": "kyiv"}),
        "Argument 'kind': '../health' is not one of actors, metrics, places, sources, "
        "conflicts, feeds.",
    ),
    (
        ("averages", {"metric": "killed"}),
        "There is no tool 'averages'; the tools are search, figures, comparisons, citation.",
    ),
]
# A figure with every column that is quoted with its number.
TANKS = {
    "id": "losses-0007",
    "revision": 1,
    "statement": "The President of Ukraine said on 19 August 2024 that the armed forces of Russia "
    "had lost fewer than 40 tanks in Kursk Oblast by 19 August 2024 (relayed by the Associated "
    "Press; Ukrinform, 19 August 2024).",
    "text": "fewer than 40",
    "value": 40,
    "value_lower": None,
    "value_upper": None,
    "unit": "item",
    "quantifier": "less-than",
    "metric": "tanks-lost",
    "metric_name": "tanks lost",
    "subject": "ru-armed-forces",
    "subject_name": "armed forces of Russia",
    "place": "ru-kursk",
    "place_name": "Kursk Oblast",
    "period": "/2024-08-19",
    "claimant": "ua-president",
    "claimant_name": "President of Ukraine",
    "claimed_on": "2024-08-19",
    "stance": "adverse",
    "basis": "stated",
    "verification": "unstated",
    "derived_from": None,
    "publisher_name": "Ukrinform",
    "published": "2024-08-19",
    "url": "https://example.org/ukrinform-2024-08-19",
    "wording": "fewer than 40 tanks",
    "note": None,
    "address": f"{PUBLIC_URL}/v1/figures/losses-0007?revision=1",
}


def environment(ledgers, instance, public_url):
    settings = {"DATASETS": str(ledgers), "INSTANCE": str(instance), "PUBLIC_URL": public_url}
    return {**os.environ, **{f"FIGURES_{name}": value for name, value in settings.items()}}


def call_tools(server, calls):
    """Return the tools of a server, and the result of each call."""

    async def run():
        async with Client(server, mode="legacy") as client:
            listed = await client.list_tools()
            return listed.tools, [await client.call_tool(*call) for call in calls]

    # In a thread of its own: a browser test leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


@pytest.fixture(scope="module")
def session(sample, sample_instance):
    """The tools, and the results of CALLS and then of REFUSALS, over standard input and output."""
    program = StdioServerParameters(
        command=sys.executable,
        args=list(COMMAND),
        env=environment(sample, sample_instance, PUBLIC_URL),
        cwd=str(HOME),
    )
    return call_tools(program, [*CALLS.values(), *(call for call, _ in REFUSALS)])


@pytest.fixture(scope="module")
def results(session):
    """The structured result of each of CALLS."""
    _, all_results = session
    return {
        name: result.structured_content
        for name, result in zip(CALLS, all_results[: len(CALLS)], strict=True)
    }


def test_the_tools_declare_their_required_arguments(session):
    tools, _ = session
    assert {tool.name: tool.input_schema["required"] for tool in tools} == {
        "search": ["kind", "q"],
        "figures": [],
        "comparisons": ["metric", "subject", "place"],
        "citation": ["figure_id"],
    }
    assert {tool.annotations.read_only_hint for tool in tools} == {True}
    assert {tool.input_schema["additionalProperties"] for tool in tools} == {False}


def test_search_finds_codes_by_a_part_of_the_name(results):
    kyiv = {"code": "ua-government", "name": "Government of Ukraine", "about": "government"}
    assert results["actors"] == {"codes": [{**kyiv, "figures": 1}], "total": 1, "hints": []}
    tanks = {"code": "tanks-lost", "name": "tanks lost", "about": "Tanks lost over the period."}
    assert results["metrics"] == {"codes": [{**tanks, "figures": 1}], "total": 1, "hints": []}


def test_a_search_for_a_conflict_leads_to_its_figures(results):
    [conflict] = results["conflicts"]["codes"]
    assert (conflict["code"], conflict["name"]) == ("russia-ukraine", "Russo-Ukrainian war")
    assert results["of a conflict"]["total"] == conflict["figures"]


def test_a_number_comes_with_claimant_hedge_and_address(results):
    assert results["tanks"] == {
        "figures": [TANKS],
        "total": 1,
        "open_bounds": 0,
        "more": None,
        "hints": [],
        "notice": NOTICE,
        "missing": None,
    }


def test_a_page_says_how_many_figures_follow(results):
    assert [claim["id"] for claim in results["first page"]["figures"]] == ["losses-0008"]
    assert results["first page"]["more"] == "4 more: use more filters, or offset=1"


def test_a_result_without_figures_says_what_would_answer(results):
    assert results["no figures"]["figures"] == []
    assert results["no figures"]["hints"] == [
        "Without place=ru-kursk (Kursk Oblast), 1 figure matches.",
        "Without metric=killed, 5 figures match.",
    ]


def test_a_comparison_without_claims_says_what_would_answer(results):
    assert results["no comparison"]["figures"] == []
    assert results["no comparison"]["hints"] == [
        "With place 'theatre-ru-ua' (Russo-Ukrainian war), 1 figure matches.",
        "With metric 'front-distance' (from the front line), 1 figure matches.",
    ]
    assert results["comparison"]["hints"] == []


def test_a_comparison_uses_the_revision_known_on_the_day(results):
    [claim] = results["comparison"]["figures"]
    assert (claim["text"], claim["revision"]) == ("110", 2)
    names = ("lowest", "highest", "ratio", "ratio_reason")
    assert [results["comparison"][name] for name in names] == [
        *(None, None, None),
        "There is only one claimant: General Staff of Ukraine.",
    ]


def test_a_citation_is_pinned_to_a_revision(results):
    pinned = f"{PUBLIC_URL}/v1/figures/losses-0001?revision=1"
    citation = results["citation"]
    assert citation["address"] == pinned
    assert citation["text"].endswith(f"release {citation['release']}, {pinned}")


@pytest.mark.parametrize("index", range(len(REFUSALS)), ids=lambda index: str(REFUSALS[index][0]))
def test_a_refusal_says_which_call_works(session, index):
    _, all_results = session
    result = all_results[len(CALLS) + index]
    [content] = result.content
    assert (result.is_error, content.text) == (True, REFUSALS[index][1])


def test_without_a_public_url_addresses_are_null(client):
    tanks, citation = (
        call_tool(client.application, "", *CALLS[name]).structured_content
        for name in ("tanks", "citation")
    )
    assert tanks["figures"] == [{**TANKS, "address": None}]
    assert citation["address"] is None
    assert citation["text"].endswith(", /v1/figures/losses-0001?revision=1")
    assert tanks["missing"] == citation["missing"] == NO_ADDRESS


def test_rival_claims_are_compared_over_http(rivals, tmp_path):
    build(folder_at(rivals), tmp_path)
    question = {"metric": "remaining-residents", "subject": "ua-residents", "place": "ua-pokrovsk"}
    with http_server(environment(rivals, tmp_path, PUBLIC_URL)) as address:
        _, [result] = call_tools(address, [("comparisons", {**question, "on": "2024-08-20"})])
    comparison = result.structured_content
    assert [claim["text"] for claim in comparison["figures"]] == ["53,000", "59,000"]
    assert [verdict["verdict"] for verdict in comparison["verdicts"]] == ["conflicting"]
    assert comparison["ratio"] == 1.1132
    assert comparison["ratio_reason"] == (
        "Of 2 comparable claims, whose periods end on 19 August 2024."
    )


@contextmanager
def http_server(settings):
    """Run the server on a free port and yield its address."""
    command = [sys.executable, *COMMAND, "--http", "127.0.0.1:0"]
    with subprocess.Popen(
        command, cwd=HOME, env=settings, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            line = line_with("running on http://", process.stderr)
            yield f"http://{line.split('http://')[1].split()[0]}/mcp"
        finally:
            process.terminate()
            process.communicate()
