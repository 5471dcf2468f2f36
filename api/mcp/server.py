"""Model Context Protocol server. Each tool calls an operation of the API in process."""

import json
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
from mcp_types import Tool as ToolDefinition

from api.config import HOME, VERSION
from api.mcp.tool_schemas import input_schema, output_schema
from api.mcp.tools import REFERENCE_TABLES, TOOLS, JsonObject, Tool
from api.problems.types import PROBLEM_TYPES

INSTRUCTIONS = (
    "Reported figures about armed conflict. Every number is a claim, recorded as reported and not "
    "verified. Quote a number only with its claimant, its hedge, the day of the claim and its "
    "address; `statement` is a sentence that has them. Do not add or average claims, and do not "
    "choose between them: show them side by side with `comparisons`. Find codes with `search`."
)
# Replaces the advice of a problem type where that names a URL instead of a tool.
ADVICE = {
    "invalid-parameter": "",
    "unknown-code": "Find the code with the tool search: set kind, and a part of the name as q.",
    "not-found": "Find the figure with the tool figures, and use its `id`.",
}
IN_PROCESS_URL = "http://localhost"  # the base URL that the test client uses
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def mcp_server(app: Flask, public_url: str) -> Server[Any]:
    """Return an MCP server over ``app``. ``public_url`` may be empty: then results have no URLs."""
    contract = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    definitions = [_definition(tool, contract) for tool in TOOLS.values()]

    async def list_tools(_context: Any, _params: Any) -> ListToolsResult:
        return ListToolsResult(tools=definitions)

    async def handle_call(_context: Any, params: CallToolRequestParams) -> CallToolResult:
        return await run_sync(call_tool, app, public_url, params.name, params.arguments or {})

    return Server(
        "reported-figures",
        title="Reported Figures",
        version=VERSION,
        instructions=INSTRUCTIONS,
        website_url=public_url or None,
        on_list_tools=list_tools,
        on_call_tool=handle_call,
    )


def serve_stdio(server: Server[Any]) -> None:
    """Serve the client on standard input and output until it closes them."""

    async def serve() -> None:
        async with stdio_server() as (read_stream, write_stream):
            await server.run(read_stream, write_stream, server.create_initialization_options())

    anyio.run(serve)


def serve_http(server: Server[Any], host: str, port: int) -> None:
    """Serve at ``/mcp`` (streamable HTTP, stateless) until the process is stopped."""
    app = server.streamable_http_app(host=host, stateless_http=True, json_response=True)
    uvicorn.run(app, host=host, port=port, log_level="info")


def call_tool(app: Flask, public_url: str, name: str, arguments: JsonObject) -> CallToolResult:
    """Call a tool. A problem reported by the API becomes an error result, not an exception."""
    tool = TOOLS.get(name)
    if tool is None:
        return _error_result(f"There is no tool '{name}'; the tools are {', '.join(TOOLS)}.")
    error = _path_error(tool, arguments)
    if error:
        return _error_result(error)
    path = tool.path.format(**{key: quote(str(value), safe="") for key, value in arguments.items()})
    response = app.test_client().get(path, query_string=_query(tool, arguments))
    if response.status_code != 200:
        return _error_result(_problem_text(response.get_json()))
    text = response.get_data(as_text=True)
    document = json.loads(text if public_url else text.replace(IN_PROCESS_URL, ""))
    result = tool.summarize(document, public_url)
    content = TextContent(text=json.dumps(result, ensure_ascii=False))
    return CallToolResult(content=[content], structured_content=result)


def _definition(tool: Tool, contract: JsonObject) -> ToolDefinition:
    return ToolDefinition(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=input_schema(tool, contract),
        output_schema=output_schema(tool, contract),
        annotations=READ_ONLY,
    )


def _path_parameters(tool: Tool) -> list[str]:
    return [name for name in tool.parameters if f"{{{name}}}" in tool.path]


def _path_error(tool: Tool, arguments: JsonObject) -> str:
    """The error in the arguments that are part of the path, or an empty string."""
    for name in _path_parameters(tool):
        if not arguments.get(name):
            return f"Argument '{name}' is required."
        if name == "kind" and arguments[name] not in REFERENCE_TABLES:
            tables = ", ".join(REFERENCE_TABLES)
            return f"Argument 'kind': '{arguments[name]}' is not one of {tables}."
    return ""


def _query(tool: Tool, arguments: JsonObject) -> dict[str, str]:
    """The query parameters. Unknown arguments are included, so that the API refuses them."""
    in_path = _path_parameters(tool)
    values = {**dict(tool.defaults), **arguments}
    return {
        name: _query_value(value)
        for name, value in values.items()
        if name not in in_path and value is not None
    }


def _query_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _error_result(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)


def _problem_text(problem: JsonObject) -> str:
    """A problem document as lines of text: its detail, valid calls, and advice."""
    code = problem["type"].rpartition("/")[2]
    calls = [f"Valid call: {_call_of(address)}" for address in problem.get("alternatives", ())]
    lines = (problem["detail"], *calls, ADVICE.get(code, PROBLEM_TYPES[code].advice))
    return "\n".join(line for line in lines if line)


def _call_of(address: str) -> str:
    """The tool call that requests an API address, or the address if no tool does."""
    parts = urlsplit(address)
    for tool in TOOLS.values():
        if tool.path == parts.path:
            defaults = [(name, str(value)) for name, value in tool.defaults]
            pairs = [pair for pair in parse_qsl(parts.query) if pair not in defaults]
            return f"{tool.name}({', '.join(f'{name}={value}' for name, value in pairs)})"
    return address
