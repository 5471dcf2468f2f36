"""File responses: prebuilt files, exports that are streamed, and small CSV tables."""

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
from api.responses.urls import current_url, relative_url
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.formats import EXPORT_FORMATS, ExportFormat
from datasets.release.export.request import CHUNK_BYTES, ExportRequest
from datasets.release.queries.figures import count_rows
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.serialization import csv_line


def send_file(path: Path, config: Config) -> Response:
    """Return a file, or a response that tells the reverse proxy to send it (``X-Accel-Redirect``).

    The setting ``accel`` is the path of the instance folder in the proxy. Conditional and range
    requests are answered here, because the proxy does not know the ETag. Raises FileNotFoundError.
    """
    by_etag = HAS_PRECONDITION in request.environ or "HTTP_RANGE" in request.environ
    if config.accel and not by_etag and path.is_relative_to(config.instance):
        proxy_path = f"{config.accel.rstrip('/')}/{path.relative_to(config.instance).as_posix()}"
        return Response(headers={X_ACCEL_REDIRECT: proxy_path})
    file = path.open("rb")
    # Only the wrapper of werkzeug supports ranges; the wrapper of a server may be faster.
    body = (
        FileWrapper(file, CHUNK_BYTES)
        if request.range
        else wrap_file(request.environ, file, CHUNK_BYTES)
    )
    response = Response(body, direct_passthrough=True)
    response.content_length = os.fstat(file.fileno()).st_size
    response.accept_ranges = "bytes"
    return response


def export_response(
    export: ExportRequest, format_: ExportFormat, name: str, prebuilt: Path | None, config: Config
) -> Response:
    """Return a complete result as a file: the prebuilt one, or one that is written as it is sent.

    Raises ProblemException if the format cannot hold that many rows.
    """
    _check_row_limit(export, format_)
    response = send_file(prebuilt, config) if prebuilt else _stream(export, format_)
    response.content_type = _content_type(export, format_)
    disposition = f'{format_.disposition}; filename="{name}.{format_.extension}"'
    response.headers["Content-Disposition"] = disposition
    return response


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Args]) -> Response:
    """Return a few rows as CSV, which a browser displays."""
    lines = (csv_line(columns), *(csv_line(row[column] for column in columns) for row in rows))
    body = "".join(f"{line}\r\n" for line in lines)
    response = Response(body, content_type=EXPORT_FORMATS["csv"].content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return response


def export_request(release: Release, query: Query, args: Args) -> ExportRequest:
    """Return the export that the request asks for: all rows, the columns in stored order."""
    names = args.get("fields") or column_names(PublishedRowSchema)
    columns = tuple(name for name in column_names(PublishedRowSchema) if name in names)
    return ExportRequest(release, query, columns, current_url(), args.get("hxl") == "true")


def _stream(export: ExportRequest, format_: ExportFormat) -> Response:
    """Write a file while it is sent. An error before the first chunk is still a problem."""
    chunks = format_.write(export)
    first = next(chunks, b"")
    return Response(chain([first], chunks))


def _content_type(export: ExportRequest, format_: ExportFormat) -> str:
    """Return the media type. libhxl reads only tables whose sole parameter is the charset."""
    content_type = format_.content_type
    return content_type.removesuffix("; header=present") if export.hxl else content_type


def _check_row_limit(export: ExportRequest, format_: ExportFormat) -> None:
    if format_.max_rows is None:
        return
    total = count_rows(export.release, export.query)
    if total > format_.max_rows:
        path = request.path.removesuffix(f".{format_.extension}")
        raise ProblemException(
            "too-many-rows",
            f"{total:,} figures match; an {format_.extension.upper()} file has at most "
            f"{format_.max_rows:,} rows. Request the CSV.",
            alternatives=[relative_url(f"{path}.csv", {})],
        )
