"""The log: a line of JSON for each request and each fault, with the name of the request."""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask, has_request_context, request
from flask.logging import default_handler

from api.config import Config
from api.context import context_of
from api.middleware.observer import RequestRecord

MAX_TEXT_LENGTH = 1_000  # characters of a path or a query: a line fits into one write to a pipe


def write(line: Mapping[str, Any]) -> None:
    """Write a line on standard error, where gunicorn writes its own."""
    told = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **line}
    sys.stderr.write(json.dumps(told, ensure_ascii=False) + "\n")


def access_log(config: Config) -> Callable[[RequestRecord], None]:
    """Tell each request in a line. Who asked is told only where the operator wants it."""

    def tell(seen: RequestRecord) -> None:
        environ, asked = seen.environ, seen.context
        line = {
            "event": "request",
            "request": asked.request_id,
            "method": environ["REQUEST_METHOD"][:20],
            "path": _readable(environ.get("PATH_INFO", "")),
            "query": _readable(environ.get("QUERY_STRING", "")) if config.log_queries else None,
            "status": seen.status,
            "bytes": seen.body_bytes,
            "whole": seen.complete,
            "milliseconds": round(seen.seconds * 1000, 3),
            "operation": asked.operation_id or None,
            "release": asked.release_id or None,
            "memory": asked.cache_hit,
        }
        if config.log_clients:
            agent = environ.get("HTTP_USER_AGENT", "")
            line |= {"client": environ.get("REMOTE_ADDR"), "agent": _readable(agent)}
        write(line)

    return tell


class JsonErrorHandler(logging.Handler):
    """Tell what the application complains of, in a line with the traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        traceback = (
            logging.Formatter().formatException(record.exc_info) if record.exc_info else None
        )
        write(
            {
                "event": "fault",
                "request": context_of(request.environ).request_id
                if has_request_context()
                else None,
                "level": record.levelname.lower(),
                "message": record.getMessage(),
                "traceback": traceback,
            }
        )


class RequestIdFilter(logging.Filter):
    """Put the name of the request before what the application complains of."""

    def filter(self, record: logging.LogRecord) -> bool:
        if has_request_context():
            record.msg = f"request {context_of(request.environ).request_id}: {record.msg}"
        return True


def configure_logging(app: Flask, config: Config) -> None:
    """Let the log of an application name the request, as JSON where the operator wants it."""
    as_json = config.log == "json"
    app.logger.handlers = [JsonErrorHandler() if as_json else default_handler]
    app.logger.filters = [] if as_json else [RequestIdFilter()]
    app.logger.propagate = not as_json


def _readable(text: str) -> str:
    """Text of the environment as it was meant, no longer than a line may be."""
    return text[:MAX_TEXT_LENGTH].encode("latin-1", "replace").decode("utf-8", "replace")
