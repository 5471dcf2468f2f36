"""The end of an operation, announced in the headers of each of its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any

from flask import Response
from werkzeug.http import http_date

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since when an operation is deprecated, when it ends, and which page says what to ask now."""

    since: date
    until: date
    page: str

    def headers(self) -> dict[str, str]:
        """The headers of RFC 9745 and RFC 8594."""
        since = int(datetime.combine(self.since, time(), UTC).timestamp())
        return {
            "Deprecation": f"@{since}",
            "Sunset": http_date(datetime.combine(self.until, time(), UTC)),
            "Link": f'<{self.page}>; rel="deprecation"; type="text/html"',
        }


def announced(view: View, deprecated: Deprecated) -> View:
    """The view, which announces its end from now on."""

    @wraps(view)
    def announcing(*args: Any, **kwargs: Any) -> Response:
        response: Response = view(*args, **kwargs)
        for name, value in deprecated.headers().items():
            response.headers.add(name, value)
        return response

    return announcing
