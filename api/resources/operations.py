"""For operators: is the service ready, and what is running."""

from typing import Any

from flask import Response

from api.answers import Health, Version
from api.config import VERSION
from api.contract import Blueprint
from api.parameters import NoParameters
from api.responses import document
from datasets.release.engines import Releases
from datasets.release.rendering import json_of


def blueprint(releases: Releases) -> Blueprint:
    """Health and version."""
    blueprint = Blueprint("Operations", __name__, description="For those who run this service.")

    @blueprint.question(
        "/health",
        "get_health",
        NoParameters,
        Health,
        summary="Is the service ready?",
        description="200 while figures can be served, else 503 with the reason.",
    )
    def health(_given: dict[str, Any]) -> Response:
        return document(json_of({"ready": True, "release": releases.current.id}))

    @blueprint.question(
        "/version",
        "get_version",
        NoParameters,
        Version,
        summary="What is running?",
        description="Version of the program, id of the release, and when it was built.",
    )
    def version(_given: dict[str, Any]) -> Response:
        release = releases.current
        facts = {
            "version": VERSION,
            "release": release.id,
            "built": release.built,
            "figures": release.figures,
            "rows": release.rows,
        }
        return document(json_of(facts))

    return blueprint
