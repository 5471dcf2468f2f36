"""The service for assistants (Model Context Protocol): each tool asks one of its addresses."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import anyio
import uvicorn
from anyio.to_thread import run_sync
from flask import Flask
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Offer

from api.config import HOME, VERSION
from api.mcp.tool_schemas import answer_schema, asked_schema
from api.mcp.tools import KINDS, TOOLS, Tool
from api.problems.types import PROBLEM_TYPES as PROBLEMS

INSTRUCTIONS = (
    "Reported figures about armed conflict. Every number here is somebody's claim, recorded as it "
    "was reported and not verified. Never quote a number without its claimant, its hedge, the day "
    "it was said and its address: `statement` is a line that holds them. Never add, average or "
    "choose between claims; put them side by side with `comparisons`. Find codes with `search`."
)
# What helps an assistant where the page of a problem would send a reader to an address.
ADVICE = {
    "invalid-parameter": "",
    "unknown-code": "Find the code with search: its kind, and a part of the name as q.",
    "not-found": "Find the figure with figures; its `id` is what is cited.",
}
LOCAL = "http://localhost"  # the host of a request that is made in process
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Arguments = Mapping[str, Any]


def mcp_server(app: Flask, home: str) -> Server[Any]:
    """A server of tools that asks an application in process; ``home`` is its public address."""
    contract = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    offers = [_offer(tool, contract) for tool in TOOLS.values()]

    async def list_tools(_context: Any, _asked: Any) -> ListToolsResult:
        return ListToolsResult(tools=offers)

    async def answer_call(_context: Any, asked: CallToolRequestParams) -> CallToolResult:
        return await run_sync(call_tool, app, home, asked.name, asked.arguments or {})

    return Server(
        "reported-figures",
        title="Reported Figures",
        version=VERSION,
        instructions=INSTRUCTIONS,
        website_url=home or None,
        on_list_tools=list_tools,
        on_call_tool=answer_call,
    )


def over_stdio(server: Server[Any]) -> None:
    """Serve the program that started this one, until it closes its end."""

    async def serve() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def over_http(server: Server[Any], host: str, port: int) -> None:
    """Serve at ``/mcp`` (streamable HTTP), each request by itself, until it is stopped."""
    app = server.streamable_http_app(host=host, stateless_http=True, json_response=True)
    uvicorn.run(app, host=host, port=port, log_level="info")


def call_tool(app: Flask, home: str, name: str, arguments: Arguments) -> CallToolResult:
    """What a tool answers: an answer of the service, or a refusal in its words."""
    tool = TOOLS.get(name)
    if tool is None:
        return _refused(f"There is no tool '{name}'; there are {', '.join(TOOLS)}.")
    wrong = _wrong_place(tool, arguments)
    if wrong:
        return _refused(wrong)
    path = tool.path.format(**{key: quote(str(value), safe="") for key, value in arguments.items()})
    response = app.test_client().get(path, query_string=_query(tool, arguments))
    if response.status_code != 200:
        return _refused(_words(response.get_json()))
    text = response.get_data(as_text=True)
    told = tool.summarize(json.loads(text if home else text.replace(LOCAL, "")), home)
    content = TextContent(text=json.dumps(told, ensure_ascii=False))
    return CallToolResult(content=[content], structured_content=told)


def _offer(tool: Tool, contract: Arguments) -> Offer:
    return Offer(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=asked_schema(tool, contract),
        output_schema=answer_schema(tool, contract),
        annotations=READ_ONLY,
    )


def _in_path(tool: Tool) -> list[str]:
    return [name for name in tool.parameters if f"{{{name}}}" in tool.path]


def _wrong_place(tool: Tool, arguments: Arguments) -> str:
    """What is wrong with the arguments that choose the address, if anything."""
    for name in _in_path(tool):
        if not arguments.get(name):
            return f"Argument '{name}' is required."
        if name == "kind" and arguments[name] not in KINDS:
            return f"Argument 'kind': '{arguments[name]}' is not one of {', '.join(KINDS)}."
    return ""


def _query(tool: Tool, arguments: Arguments) -> dict[str, str]:
    """The arguments as the address has them; unknown ones too, so that the service refuses them."""
    in_path = _in_path(tool)
    asked = {**dict(tool.defaults), **arguments}
    return {
        name: _written(value)
        for name, value in asked.items()
        if name not in in_path and value is not None
    }


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(str(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(words: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=words)], is_error=True)


def _words(problem: Arguments) -> str:
    """A problem document in words: what is wrong, what helps, and what may be asked instead."""
    code = problem["type"].rpartition("/")[2]
    instead = [f"Ask instead: {_call(address)}" for address in problem.get("alternatives", ())]
    lines = (problem["detail"], *instead, ADVICE.get(code, PROBLEMS[code].advice))
    return "\n".join(line for line in lines if line)


def _call(address: str) -> str:
    """An address as the call of the tool that asks it, where there is one."""
    parts = urlsplit(address)
    for tool in TOOLS.values():
        if tool.path == parts.path:
            usual = [(name, str(value)) for name, value in tool.defaults]
            asked = [pair for pair in parse_qsl(parts.query) if pair not in usual]
            return f"{tool.name}({', '.join(f'{name}={value}' for name, value in asked)})"
    return address
