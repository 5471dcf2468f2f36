"""Files on their way from the disk: whole, in part, or sent by the proxy in front."""

import os
from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import FileWrapper, wrap_file

from api.asked import ON_CONDITION
from api.config import Config
from datasets.release.forms import CHUNK

BY_PROXY = "X-Accel-Redirect"


def from_disk(path: Path, config: Config) -> Response:
    """A finished file as an answer, or the order to the proxy to send it.

    The setting ``accel`` names where the proxy has the folder of releases; files that lie
    elsewhere are always sent from here, and so is what was asked with a precondition or in part:
    the proxy would judge by an ETag that it does not know. Raises FileNotFoundError.
    """
    judged_here = ON_CONDITION in request.environ or "HTTP_RANGE" in request.environ
    if config.accel and not judged_here and path.is_relative_to(config.instance):
        place = path.relative_to(config.instance).as_posix()
        return Response(headers={BY_PROXY: f"{config.accel.rstrip('/')}/{place}"})
    file = path.open("rb")
    # Only the wrapper of werkzeug can begin in the middle; that of a server may be faster.
    sent = FileWrapper(file, CHUNK) if request.range else wrap_file(request.environ, file, CHUNK)
    response = Response(sent, direct_passthrough=True)
    response.content_length = os.fstat(file.fileno()).st_size
    response.accept_ranges = "bytes"
    return response


def in_part(response: Response) -> Response:
    """Only the bytes that a Range asks for, while ``If-Range`` still holds.

    A file without such bytes stays whole, and so does one asked for in several parts: a server may
    ignore a Range (RFC 9110, 14.2).
    """
    length, asked = response.content_length, request.range
    from_here = response.status_code == 200 and response.accept_ranges == "bytes"
    if from_here and length and asked and asked.range_for_length(length):
        response.make_conditional(request.environ, accept_ranges=True, complete_length=length)
    return response
