"""Access and error log: a line of JSON for each request and each error, with the request id."""

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


def access_log(config: Config) -> Callable[[RequestRecord], None]:
    """Observer that writes a line for each request. Clients are logged only if configured."""

    def log(record: RequestRecord) -> None:
        environ, context = record.environ, record.context
        line = {
            "event": "request",
            "request": context.request_id,
            "method": environ["REQUEST_METHOD"][:20],
            "path": _decoded(environ.get("PATH_INFO", "")),
            "query": _decoded(environ.get("QUERY_STRING", "")) if config.log_queries else None,
            "status": record.status,
            "bytes": record.body_bytes,
            "complete": record.complete,
            "milliseconds": round(record.seconds * 1000, 3),
            "operation": context.operation_id or None,
            "release": context.release_id or None,
            "cache_hit": context.cache_hit,
        }
        if config.log_clients:
            agent = environ.get("HTTP_USER_AGENT", "")
            line |= {"client": environ.get("REMOTE_ADDR"), "agent": _decoded(agent)}
        _write(line)

    return log


def configure_logging(app: Flask, config: Config) -> None:
    """Add the request id to the log of an application, in the configured format."""
    as_json = config.log == "json"
    app.logger.handlers = [JsonErrorHandler() if as_json else default_handler]
    app.logger.filters = [] if as_json else [RequestIdFilter()]
    app.logger.propagate = not as_json


class JsonErrorHandler(logging.Handler):
    """Writes log records of the application as JSON, with the traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        in_request = has_request_context()
        format_exception = logging.Formatter().formatException
        line = {
            "event": "error",
            "request": context_of(request.environ).request_id if in_request else None,
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "traceback": format_exception(record.exc_info) if record.exc_info else None,
        }
        _write(line)


class RequestIdFilter(logging.Filter):
    """Puts the request id before the message of a log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        if has_request_context():
            record.msg = f"request {context_of(request.environ).request_id}: {record.msg}"
        return True


def _write(line: Mapping[str, Any]) -> None:
    """Write a line to standard error, as gunicorn does."""
    document = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **line}
    sys.stderr.write(json.dumps(document, ensure_ascii=False) + "\n")


def _decoded(text: str) -> str:
    """Text of the WSGI environ (PEP 3333) as UTF-8, cut to `MAX_TEXT_LENGTH`."""
    return text[:MAX_TEXT_LENGTH].encode("latin-1", "replace").decode("utf-8", "replace")
