"""Lists and calls every tool, and prints what it got as JSON.

Usage: call_tools.py (mcp | fastmcp) MODE CALLS (URL | COMMAND [ARGUMENT ...])
MODE is auto, legacy or a protocol version, and CALLS a JSON list of {id, name, arguments}.
"""

import asyncio
import json
import os
import sys


async def main() -> None:
    library, mode, calls, *target = sys.argv[1:]
    async with (mcp_client if library == "mcp" else fastmcp_client)(mode, target) as client:
        tools = names(await client.list_tools(), "tools")
        await client.list_resources()
        await client.list_resource_templates()
        await client.list_prompts()
        answers = {}
        for call in json.loads(calls):
            result = await client.call_tool(call["name"], call["arguments"])
            answers[call["id"]] = "".join(block.text for block in result.content)
    print(json.dumps({"tools": tools, "answers": answers}))


def mcp_client(mode, target):
    import httpx2
    from mcp import Client, StdioServerParameters
    from mcp.client.streamable_http import streamable_http_client

    if target[0].startswith("http"):
        http = httpx2.AsyncClient(headers={"Authorization": f"Bearer {os.environ['MCP_AUTH_TOKEN']}"}, timeout=120)
        return Client(streamable_http_client(target[0], http_client=http), mode=mode)
    return Client(StdioServerParameters(command=target[0], args=target[1:], env=dict(os.environ)), mode=mode)


def fastmcp_client(mode, target):
    from fastmcp import Client
    from fastmcp.client.transports import StdioTransport

    if target[0].startswith("http"):
        return Client(target[0], auth=os.environ["MCP_AUTH_TOKEN"], mode=mode)
    return Client(StdioTransport(command=target[0], args=target[1:], env=dict(os.environ)), mode=mode)


def names(listed, field):
    """FastMCP returns the list itself, the SDK a result that holds it."""
    return [item.name for item in getattr(listed, field, listed)]


asyncio.run(main())
