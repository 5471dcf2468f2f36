"""Catalogue of datasets as JSON-LD: DCAT 3 (W3C, 2024) and schema.org."""

from collections.abc import Iterable, Mapping
from typing import Any

from datasets.release.export.formats import EXPORT_FORMATS
from datasets.release.release import Release

# Inline, because a client without a network cannot read a remote context.
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalog_of(
    descriptor: Mapping[str, Any],
    datasets: Iterable[Mapping[str, Any]],
    release: Release,
    home: str,
) -> dict[str, Any]:
    """The catalogue of a release. ``home`` is the URL of the service."""
    licence = {"@id": descriptor["licenses"][0]["path"]}
    return {
        "@context": CONTEXT,
        "@id": f"{home}/v1/catalog.jsonld",
        "@type": ["dcat:Catalog", "schema:DataCatalog"],
        "dct:title": descriptor["title"],
        "dct:description": descriptor["description"],
        "dct:license": licence,
        "dct:modified": _day(release.newest),
        "dcat:dataset": [_dataset(dataset, licence, release, home) for dataset in datasets],
    }


def _dataset(
    dataset: Mapping[str, Any], licence: Mapping[str, str], release: Release, home: str
) -> dict[str, Any]:
    name, coverage = dataset["dataset"], dataset["coverage"]
    period = {
        "@type": "dct:PeriodOfTime",
        **({"dcat:startDate": _day(coverage["period_start"])} if coverage["period_start"] else {}),
        **({"dcat:endDate": _day(coverage["period_end"])} if coverage["period_end"] else {}),
    }
    return {
        "@id": f"{home}/v1/datasets/{name}",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:identifier": name,
        "dct:title": dataset["title"],
        "schema:name": dataset["title"],
        "dct:description": dataset["description"],
        "schema:description": dataset["description"],
        "dct:license": licence,
        "schema:license": licence,
        "dct:modified": _day(release.newest),
        "dcat:version": release.id,
        "dct:temporal": period,
        "dcat:distribution": [
            _distribution(f"{home}/v1/{name}.{ending}", media_type, licence)
            for ending, media_type in _files()
        ],
    }


def _files() -> list[tuple[str, str]]:
    return [
        (format_.extension, format_.media_type)
        for format_ in EXPORT_FORMATS.values()
        if format_.per_dataset
    ]


def _distribution(address: str, media_type: str, licence: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": ["dcat:Distribution", "schema:DataDownload"],
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "schema:contentUrl": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "schema:encodingFormat": media_type,
        "dct:license": licence,
    }


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
