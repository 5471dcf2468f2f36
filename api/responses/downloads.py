"""Files on their way from the disk: whole, in part, or sent by the proxy in front."""

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import FileWrapper, wrap_file

from api.config import Config
from api.context import HAS_PRECONDITION, Args
from api.headers import X_ACCEL_REDIRECT
from api.problems.exceptions import ProblemException
from api.responses.caching import cacheable
from api.responses.urls import _address, current_url
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.formats import EXPORT_FORMATS, ExportFormat
from datasets.release.export.request import CHUNK_BYTES, ExportRequest
from datasets.release.queries import figures as figures_figures
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.serialization import csv_line


def send_file(path: Path, config: Config) -> Response:
    """A finished file as an answer, or the order to the proxy to send it.

    The setting ``accel`` names where the proxy has the folder of releases; files that lie
    elsewhere are always sent from here, and so is what was asked with a precondition or in part:
    the proxy would judge by an ETag that it does not know. Raises FileNotFoundError.
    """
    judged_here = HAS_PRECONDITION in request.environ or "HTTP_RANGE" in request.environ
    if config.accel and not judged_here and path.is_relative_to(config.instance):
        place = path.relative_to(config.instance).as_posix()
        return Response(headers={X_ACCEL_REDIRECT: f"{config.accel.rstrip('/')}/{place}"})
    file = path.open("rb")
    # Only the wrapper of werkzeug can begin in the middle; that of a server may be faster.
    sent = (
        FileWrapper(file, CHUNK_BYTES)
        if request.range
        else wrap_file(request.environ, file, CHUNK_BYTES)
    )
    response = Response(sent, direct_passthrough=True)
    response.content_length = os.fstat(file.fileno()).st_size
    response.accept_ranges = "bytes"
    return response


def apply_range(response: Response) -> Response:
    """Only the bytes that a Range asks for, while ``If-Range`` still holds.

    A file without such bytes stays whole, and so does one asked for in several parts: a server may
    ignore a Range (RFC 9110, 14.2).
    """
    length, asked = response.content_length, request.range
    from_here = response.status_code == 200 and response.accept_ranges == "bytes"
    if from_here and length and asked and asked.range_for_length(length):
        response.make_conditional(request.environ, accept_ranges=True, complete_length=length)
    return response


def export_response(
    answer: ExportRequest,
    format_: ExportFormat,
    given: Args,
    config: Config,
    name: str,
    *,
    ready: Path | None = None,
) -> Response:
    """The whole answer as a file: from the disk where it lies ``ready``, else while it is made."""

    def body() -> Response:
        _refuse_too_many(answer, format_)
        response = send_file(ready, config) if ready else _made(answer, format_)
        response.content_type = _content_type(answer, format_)
        named = f'{format_.disposition}; filename="{name}.{format_.extension}"'
        response.headers["Content-Disposition"] = named
        return response

    return apply_range(cacheable(answer.release, given, config, body))


def table(name: str, columns: Sequence[str], rows: Iterable[Args]) -> Response:
    """A few rows as CSV, shown in the browser."""
    lines = (csv_line(columns), *(csv_line(row[column] for column in columns) for row in rows))
    body = "".join(f"{line}\r\n" for line in lines)
    response = Response(body, content_type=EXPORT_FORMATS["csv"].content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return response


def export_request(release: Release, query: Query, given: Args) -> ExportRequest:
    """The whole answer to what was asked."""
    columns = _in_order(given.get("fields"))
    return ExportRequest(release, query, columns, current_url(), given.get("hxl") == "true")


def _in_order(names: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(name for name in column_names(PublishedRowSchema) if not names or name in names)


def _made(answer: ExportRequest, format_: ExportFormat) -> Response:
    """A file that is sent while it is made; an error before it begins is a problem."""
    chunks = format_.write(answer)
    first = next(chunks, b"")
    return Response(chain([first], chunks))


def _content_type(answer: ExportRequest, format_: ExportFormat) -> str:
    """How a file is labelled. libhxl reads no table that has more parameters than a charset."""
    whole = format_.content_type
    return whole.removesuffix("; header=present") if answer.hxl else whole


def _refuse_too_many(answer: ExportRequest, format_: ExportFormat) -> None:
    if format_.max_rows is None:
        return
    total = figures_figures.count_rows(answer.release, answer.query)
    if total > format_.max_rows:
        path = request.path.removesuffix(f".{format_.extension}")
        most = f"{format_.max_rows:,}"
        raise ProblemException(
            "too-many-rows",
            f"{total:,} figures answer; {format_.title} holds at most {most}. Take the CSV.",
            alternatives=[_address(f"{path}.csv", {})],
        )
