"""An assistant asks a process of its own, and is told no number without its claimant."""

import os
import subprocess
import sys
from contextlib import contextmanager

import anyio
import pytest
from mcp import Client, StdioServerParameters

from api.config import HOME
from api.mcp.server import call_tool
from api.mcp.tools import NO_ADDRESS
from datasets.curation.ledger_files import folder_at
from datasets.model.license import NOTICE
from datasets.release.compiler.build import build
from tests.servers import line_with

pytestmark = pytest.mark.slow

PUBLIC = "https://figures.example.org"
COMMAND = ("-m", "flask", "--app", "wsgi", "figures", "mcp")
KURSK = {"metric": "killed", "subject": "ru-armed-forces", "place": "ru-kursk"}
QUESTIONS = {
    "who": ("search", {"kind": "actors", "q": "kyiv"}),
    "what": ("search", {"kind": "metrics", "q": "tanks"}),
    "claims": ("figures", {"metric": ["tanks-lost"], "exclude_belligerents": False}),
    "first": ("figures", {"place": ["theatre-ru-ua"], "limit": 1}),
    "rivals": ("comparisons", {**KURSK, "on": "2024-09-08", "known_at": "2024-09-08"}),
    "cited": ("citation", {"figure_id": "losses-0001", "revision": 1}),
}
REFUSALS = [
    (
        ("figures", {"metric": ["killd"]}),
        "Parameter 'metric': 'killd' is not a known metric; did you mean 'killed'?\n"
        "Ask instead: figures(metric=killed)\n"
        "Find the code with search: its kind, and a part of the name as q.",
    ),
    (
        ("figures", {"metrc": "killed"}),
        "Parameter 'metrc': does not exist here; did you mean 'metric'?\n"
        "Ask instead: figures(metric=killed)",
    ),
    (
        ("figures", {"start_date": "2024-09-01", "end_date": "2024-01-01"}),
        "Parameter 'start_date': is above 'end_date' (2024-09-01 > 2024-01-01), so that no figure "
        "can answer.",
    ),
    (
        ("comparisons", {"metric": "killed", "place": "ru-kursk"}),
        "Parameter 'subject': one subject is required.",
    ),
    (
        ("citation", {"figure_id": "losses-9999"}),
        "There is no figure 'losses-9999'.\n"
        "Find the figure with figures; its `id` is what is cited.",
    ),
    (("citation", {}), "Argument 'figure_id' is required."),
    (
        ("search", {"kind": "../health", "q": "kyiv"}),
        "Argument 'kind': '../health' is not one of actors, metrics, places, sources.",
    ),
    (
        ("averages", {"metric": "killed"}),
        "There is no tool 'averages'; there are search, figures, comparisons, citation.",
    ),
]
# All that a number may not be told without.
TANKS = {
    "id": "losses-0007",
    "revision": 1,
    "statement": "President of Ukraine, 19 August 2024: less than 40 tanks lost, armed forces of "
    "Russia, Kursk Oblast, up to 19 August 2024 (relayed by Associated Press; Ukrinform, 19 August "
    "2024)",
    "text": "less than 40",
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
    "address": f"{PUBLIC}/v1/figures/losses-0007?revision=1",
}


def environment(sample, instance, public):
    settings = {"DATASETS": str(sample), "INSTANCE": str(instance), "PUBLIC_URL": public}
    return {**os.environ, **{f"FIGURES_{name}": value for name, value in settings.items()}}


def talk(server, questions):
    """The tools of a server, and what it answers, question by question."""

    async def talked():
        async with Client(server, mode="legacy") as client:
            offered = await client.list_tools()
            answers = [await client.call_tool(*question) for question in questions]
            return offered.tools, answers

    return anyio.run(talked)


@pytest.fixture(scope="module")
def spoken(sample, sample_instance):
    """The tools, and the answers to all questions and refusals in their order."""
    program = StdioServerParameters(
        command=sys.executable,
        args=list(COMMAND),
        env=environment(sample, sample_instance, PUBLIC),
        cwd=str(HOME),
    )
    return talk(program, [*QUESTIONS.values(), *(question for question, _ in REFUSALS)])


@pytest.fixture(scope="module")
def told(spoken):
    _, answers = spoken
    return {name: answers[place].structured_content for place, name in enumerate(QUESTIONS)}


def test_the_tools_say_what_they_ask(spoken):
    tools, _ = spoken
    asked = {tool.name: tool.input_schema["required"] for tool in tools}
    assert asked == {
        "search": ["kind", "q"],
        "figures": [],
        "comparisons": ["metric", "subject", "place"],
        "citation": ["figure_id"],
    }
    assert {tool.annotations.read_only_hint for tool in tools} == {True}
    assert {tool.input_schema["additionalProperties"] for tool in tools} == {False}


def test_codes_are_found_by_a_name(told):
    kyiv = {"code": "ua-government", "name": "Government of Ukraine", "about": "government"}
    assert told["who"] == {"codes": [{**kyiv, "figures": 1}], "total": 1}
    tanks = {"code": "tanks-lost", "name": "tanks lost", "about": "Tanks lost over the period."}
    assert told["what"] == {"codes": [{**tanks, "figures": 1}], "total": 1}


def test_a_number_comes_with_claimant_hedge_and_address(told):
    assert told["claims"] == {
        "figures": [TANKS],
        "total": 1,
        "open_bounds": 0,
        "more": None,
        "notice": NOTICE,
        "missing": None,
    }


def test_what_is_left_out_is_said(told):
    assert [claim["id"] for claim in told["first"]["figures"]] == ["losses-0008"]
    assert told["first"]["more"] == "4 more: narrow the question, or ask with offset=1"


def test_a_comparison_is_of_the_day_that_is_asked(told):
    [claim] = told["rivals"]["figures"]
    assert (claim["text"], claim["revision"]) == ("110", 2)
    end = {"figure": "losses-0002", "claimant": "ua-general-staff", "value": 110}
    assert (told["rivals"]["lowest"], told["rivals"]["highest"]) == (end, end)


def test_a_citation_is_pinned(told):
    pinned = f"{PUBLIC}/v1/figures/losses-0001?revision=1"
    assert told["cited"]["address"] == pinned
    assert told["cited"]["text"].endswith(f"release {told['cited']['release']}, {pinned}")


@pytest.mark.parametrize("place", range(len(REFUSALS)), ids=lambda place: str(REFUSALS[place][0]))
def test_a_refusal_says_what_to_ask_instead(spoken, place):
    _, answers = spoken
    refused = answers[len(QUESTIONS) + place]
    [content] = refused.content
    assert (refused.is_error, content.text) == (True, REFUSALS[place][1])


def test_without_a_public_address_none_is_made_up(client):
    claims, cited = (
        call_tool(client.application, "", *QUESTIONS[name]).structured_content
        for name in ("claims", "cited")
    )
    assert claims["figures"] == [{**TANKS, "address": None}]
    assert cited["address"] is None
    assert cited["text"].endswith(", /v1/figures/losses-0001?revision=1")
    assert claims["missing"] == cited["missing"] == NO_ADDRESS


def test_rivals_are_told_apart_over_http(rivals, tmp_path):
    build(folder_at(rivals), tmp_path)
    question = {"metric": "remaining-residents", "subject": "ua-residents", "place": "ua-pokrovsk"}
    with listening(environment(rivals, tmp_path, PUBLIC)) as address:
        _, [answer] = talk(address, [("comparisons", {**question, "on": "2024-08-20"})])
    told = answer.structured_content
    assert [claim["text"] for claim in told["figures"]] == ["53,000", "59,000"]
    assert [verdict["verdict"] for verdict in told["verdicts"]] == ["conflicting"]
    assert told["ratio"] == 1.1132


@contextmanager
def listening(settings):
    """The address of an assistant's server on a port that is free."""
    command = [sys.executable, *COMMAND, "--http", "127.0.0.1:0"]
    with subprocess.Popen(
        command, cwd=HOME, env=settings, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = line_with("running on http://", process.stderr)
            yield f"http://{said.split('http://')[1].split()[0]}/mcp"
        finally:
            process.terminate()
            process.communicate()
