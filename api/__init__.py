"""The Flask application."""

from collections.abc import Iterator

from flask import Flask, Response

from api.cli import command_group
from api.config import HOME, Config, load_config
from api.lookups import release_gone_problem
from api.middleware import install_middleware
from api.openapi.api import Api
from api.openapi.blueprint import Blueprint
from api.pages import pages
from api.parameters.schemas import ALL_DATASETS
from api.problems.exceptions import ProblemException
from api.problems.responses import problem_response
from api.resources import (
    aggregates,
    citations,
    comparisons,
    datasets,
    exports,
    figures,
    history,
    operations,
    references,
    search,
    series,
    transparency,
)
from datasets.model.datapackage import datasets_of, descriptor_at, readme_at
from datasets.model.published_row import PublishedRowSchema
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.store.releases import Releases

TITLE = "Reported Figures"


def create_app(config: Config | None = None) -> Flask:
    """Make the application. Raises ConfigError."""
    config = config or load_config()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(
        API_TITLE=TITLE,
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.1",
        API_SPEC_OPTIONS=specification(),
    )
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # it would redirect, and to the host that a client writes
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.ensure_ascii = False  # type: ignore[attr-defined]

    releases = app.extensions["releases"] = releases_of(config)
    app.extensions["config"] = config
    api = Api(app)
    api.spec.components.schema("Figure", schema=PublishedRowSchema)
    for blueprint in blueprints_of(config):
        api.register_blueprint(blueprint)
    app.register_blueprint(pages(releases, config))

    app.register_error_handler(ProblemException, problem_response)
    app.register_error_handler(ReleaseUnavailable, unavailable_response)
    app.register_error_handler(
        ReleaseGone, lambda reason: problem_response(release_gone_problem(reason))
    )
    app.cli.add_command(command_group(config))
    install_middleware(app, releases, config)
    return app


def blueprints_of(config: Config) -> Iterator[Blueprint]:
    """Yield the blueprints of the resources, in the order of the contract."""
    described = datasets_of(descriptor_at(config.datasets))
    for dataset in (*described, ALL_DATASETS):
        yield figures.dataset_blueprint(dataset, readme_at(config.datasets, dataset))
    yield history.blueprint
    yield comparisons.blueprint
    yield aggregates.blueprint
    yield series.blueprint
    yield search.blueprint
    yield citations.citation_blueprint(described)
    yield datasets.blueprint
    yield from references.blueprints
    yield exports.blueprint
    yield transparency.blueprint
    yield operations.blueprint


def releases_of(config: Config) -> Releases:
    """Return the releases in the database, if one is configured, else in the instance folder."""
    if not config.database_url:
        return Releases(config.instance, config.poll)
    from datasets.release.store.postgres import PostgresReleases  # extra `postgres`

    return PostgresReleases(config.database_url, config.database_connections, config.poll)


def specification() -> dict[str, object]:
    """Return the parts of the contract that are not operations."""
    return {
        "info": {
            "description": (HOME / "openapi" / "description.md").read_text(encoding="utf-8"),
            "contact": {"name": "The curators of Reported Figures"},
            "license": {"name": "MIT (program), CC BY 4.0 (compilation)", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [],
    }


def unavailable_response(reason: ReleaseUnavailable) -> Response:
    detail = str(reason)
    return problem_response(ProblemException("unavailable", f"{detail[:1].upper()}{detail[1:]}."))
