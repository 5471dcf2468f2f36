"""JSON responses have the keys of the schemas that document them: no more and no fewer.

Only the hints are in some answers alone: in each of `HINTED`, and in none of `RESPONSES`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from marshmallow import Schema, fields

from api.schemas.aggregates import AggregateSchema, AggregateTableSchema
from api.schemas.comparisons import ComparisonSchema
from api.schemas.datasets import DatasetPageSchema, DatasetSchema, SeriesPageSchema
from api.schemas.figures import CitationSchema, FigurePageSchema, RevisionsSchema
from api.schemas.operations import HealthSchema, LivenessSchema, VersionSchema
from api.schemas.references import REFERENCE_SCHEMAS
from api.schemas.releases import ConsistencySchema, ProofSchema, ReleasePageSchema
from api.schemas.search import SearchPageSchema
from api.schemas.series import SeriesAnswerSchema
from datasets.model.published_row import PublishedRowSchema

QUESTION = "metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
CODES = {
    "metrics": "killed",
    "actors": "unhcr",
    "places": "ua",
    "sources": "digest-2026-04-10",
    "conflicts": "russia-ukraine",
    "feeds": "sample-unhcr",
}

RESPONSES = [
    ("/v1/losses?limit=2", FigurePageSchema),
    ("/v1/changes", FigurePageSchema),
    ("/v1/figures/losses-0008", PublishedRowSchema),
    ("/v1/figures/losses-0008/revisions", RevisionsSchema),
    ("/v1/figures/losses-0008/citation", CitationSchema),
    ("/v1/figures/losses-0008/proof", ProofSchema),
    ("/v1/aggregates?op=sum&figure=losses-0019,losses-0021", AggregateSchema),
    ("/v1/aggregates?op=sum&metric=refugees&by=place", AggregateTableSchema),
    (f"/v1/comparisons?{QUESTION}&on=2024-08-20", ComparisonSchema),
    ("/v1/comparisons?metric=killed&subject=ua-civilians&place=ua", ComparisonSchema),
    ("/v1/series?metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua",
     SeriesAnswerSchema),
    ("/v1/search?q=civilians+2024", SearchPageSchema),
    ("/v1/datasets", DatasetPageSchema),
    ("/v1/datasets/losses", DatasetSchema),
    ("/v1/datasets/losses/series", SeriesPageSchema),
    ("/v1/datasets/losses/citation", CitationSchema),
    *((f"/v1/{table}", page) for table, (_, page) in REFERENCE_SCHEMAS.items()),
    *((f"/v1/{table}/{CODES[table]}", row) for table, (row, _) in REFERENCE_SCHEMAS.items()),
    ("/v1/releases", ReleasePageSchema),
    ("/v1/releases/consistency", ConsistencySchema),
    ("/health/live", LivenessSchema),
    ("/health", HealthSchema),
    ("/version", VersionSchema),
]  # fmt: skip

HINTED = [
    ("/v1/losses?place=ua-pokrovsk", FigurePageSchema),
    ("/v1/places?q=Ukriane", REFERENCE_SCHEMAS["places"][1]),
    ("/v1/comparisons?metric=killed&subject=ua-civilians&place=ua-pokrovsk", ComparisonSchema),
    ("/v1/series?metric=killed&subject=ua-civilians&place=ua-pokrovsk", SeriesAnswerSchema),
]


def differences(document: Mapping[str, Any], schema: Schema, path: str = "") -> Iterator[str]:
    """Yield the paths of keys that are only in a document or only in its schema."""
    yield from (f"{path}{name}" for name in document.keys() ^ schema.fields.keys())
    for name, field in schema.fields.items():
        is_list = isinstance(field, fields.List)
        item = field.inner if is_list else field
        if isinstance(item, fields.Nested) and document.get(name) is not None:
            for child in document[name] if is_list else [document[name]]:
                yield from differences(child, item.schema, f"{path}{name}.")


@pytest.mark.parametrize(("url", "schema"), RESPONSES)
def test_a_response_has_the_keys_of_its_schema(rivals_client, url, schema):
    response = rivals_client.get(url)
    assert response.status_code == 200
    assert set(differences(response.json, schema())) <= {"meta.hints"}
    assert "hints" not in response.json.get("meta", {})


@pytest.mark.parametrize(("url", "schema"), HINTED)
def test_a_response_with_hints_has_the_keys_of_its_schema(rivals_client, url, schema):
    assert list(differences(rivals_client.get(url).json, schema())) == []


def test_every_documented_schema_of_a_response_is_checked(rivals_client):
    contract = rivals_client.get("/openapi.json").json
    documented = {
        schema.get("$ref", "").rpartition("/")[2]
        for path in contract["paths"].values()
        for content in path["get"]["responses"]["200"]["content"].values()
        for schema in content["schema"].get("oneOf", [content["schema"]])
    }
    names = {schema.__name__.removesuffix("Schema") for _, schema in RESPONSES}
    assert names - {"PublishedRow"} | {"Figure"} == documented - {""}
