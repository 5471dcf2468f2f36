"""Pages for people: Swagger UI, the contract, and an explanation of each kind of problem."""

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, redirect, render_template, send_from_directory

from api.config import HOME
from api.problems import KINDS, not_found

SWAGGER_UI = Path(flask_swagger_ui.__file__).parent / "dist"
SERVED = ("swagger-ui-bundle.js", "swagger-ui.css")
A_DAY = 86_400


def pages() -> Blueprint:
    """What a browser opens."""
    blueprint = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )

    @blueprint.get("/")
    def front() -> object:
        return redirect("/docs")

    @blueprint.get("/docs")
    def docs() -> str:
        return render_template("docs.html")

    @blueprint.get("/docs/<file>")
    def swagger_ui(file: str) -> Response:
        if file not in SERVED:
            raise not_found(f"There is no file '{file}'.", ["/docs"])
        return send_from_directory(SWAGGER_UI, file, max_age=A_DAY)

    @blueprint.get("/openapi.json")
    def contract() -> Response:
        return send_from_directory(HOME / "openapi", "openapi.json", max_age=A_DAY)

    @blueprint.get("/problems/<code>")
    def problem(code: str) -> str:
        if code not in KINDS:
            raise not_found(f"There is no kind of problem '{code}'.", ["/docs"])
        return render_template("problem.html", code=code, kind=KINDS[code])

    return blueprint
