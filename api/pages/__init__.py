"""HTML pages: home page, search, series, figures, problem types, and Swagger UI."""

import json
from functools import cache, partial
from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue

from api.config import HOME, Config
from api.context import context_of
from api.openapi.downgrade import downgrade
from api.pages import views
from api.problems.examples import EXAMPLES
from api.problems.exceptions import not_found
from api.problems.types import PROBLEM_TYPES
from datasets.claims.periods import period_name
from datasets.model.period import parse
from datasets.release.store.releases import Releases

HERE = Path(__file__).parent
SWAGGER_UI = Path(flask_swagger_ui.__file__).parent / "dist"
SWAGGER_UI_FILES = ("swagger-ui-bundle.js", "swagger-ui.css")
ONE_DAY = 86_400  # seconds


def pages(releases: Releases, config: Config) -> Blueprint:
    blueprint = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    blueprint.add_app_template_filter(readable_period)
    blueprint.before_request(record_page_name)
    for endpoint, (rule, view) in views.PAGES.items():
        blueprint.add_url_rule(rule, endpoint, partial(view, releases, config))
    blueprint.add_url_rule("/docs", view_func=docs)
    blueprint.add_url_rule("/docs/<file>", view_func=swagger_ui)
    blueprint.add_url_rule("/openapi.json", view_func=contract)
    blueprint.add_url_rule("/openapi-3.0.json", view_func=older_contract)
    blueprint.add_url_rule("/problems/<code>", view_func=problem)
    blueprint.add_url_rule("/favicon.ico", view_func=icon)
    return blueprint


def record_page_name() -> None:
    """Record the name of the page for the access log and the metrics."""
    context_of(request.environ).operation_id = (request.endpoint or "").rpartition(".")[2]


def readable_period(period: str) -> str:
    """Format a day or a period for readers: ``20 August 2024``."""
    return period_name(parse(period))


def docs() -> ResponseReturnValue:
    return render_template("docs.html")


def swagger_ui(file: str) -> ResponseReturnValue:
    if file not in SWAGGER_UI_FILES:
        raise not_found(f"There is no file '{file}'.", ["/docs"])
    return send_from_directory(SWAGGER_UI, file, max_age=ONE_DAY)


def icon() -> ResponseReturnValue:
    """The site icon. A browser requests this path when it shows a JSON response."""
    return send_from_directory(HERE / "static", "icon.svg", max_age=ONE_DAY)


def contract() -> ResponseReturnValue:
    return send_from_directory(HOME / "openapi", "openapi.json", max_age=ONE_DAY)


def older_contract() -> ResponseReturnValue:
    response = Response(_older_text(), content_type="application/json")
    response.headers["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response


@cache
def _older_text() -> str:
    text = (HOME / "openapi" / "openapi.json").read_text(encoding="utf-8")
    return json.dumps(downgrade(json.loads(text)), ensure_ascii=False)


def problem(code: str) -> ResponseReturnValue:
    if code not in PROBLEM_TYPES:
        raise not_found(f"There is no problem type '{code}'.", ["/docs"])
    return render_template(
        "problem.html", code=code, kind=PROBLEM_TYPES[code], example=EXAMPLES.get(code)
    )
