"""Catalogue of datasets as JSON-LD: DCAT 3 (W3C, 2024), Dublin Core Terms and schema.org.

The licence of a dataset is that of the compilation. Each of its sources (``dct:source``) has its
own licence: ``dct:license`` where the licence has an address, else ``dct:rights``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from datasets.model.licences import LICENCE_URLS, licence_text
from datasets.release.export.formats import EXPORT_FORMATS
from datasets.release.release import Release

COMPILATION_RIGHTS = "The licence is that of the compilation. Each source has its own licence."

# Inline, because a client without a network cannot read a remote context.
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalog_of(
    descriptor: Mapping[str, Any],
    datasets: Iterable[Mapping[str, Any]],
    sources: Mapping[str, Iterable[Mapping[str, Any]]],
    release: Release,
    home: str,
) -> dict[str, Any]:
    """The catalogue of a release.

    ``sources`` are the sources of each dataset: rows of the reference table with the name of their
    publisher. ``home`` is the URL of the service.
    """
    licence = {"@id": descriptor["licenses"][0]["path"]}
    return {
        "@context": CONTEXT,
        "@id": f"{home}/v1/catalog.jsonld",
        "@type": ["dcat:Catalog", "schema:DataCatalog"],
        "dct:title": descriptor["title"],
        "dct:description": descriptor["description"],
        "dct:license": licence,
        "dct:modified": _day(release.newest),
        "dcat:dataset": [
            _dataset(dataset, licence, release, home)
            | {"dct:source": [_source(row, home) for row in sources[dataset["dataset"]]]}
            for dataset in datasets
        ],
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
        "dct:rights": _rights(COMPILATION_RIGHTS),
        "dct:modified": _day(release.newest),
        "dcat:version": release.id,
        "dct:temporal": period,
        "dcat:distribution": [
            _distribution(f"{home}/v1/{name}.{ending}", media_type, licence)
            for ending, media_type in _files()
        ],
    }


def _source(row: Mapping[str, Any], home: str) -> dict[str, Any]:
    licence = row["licence"]
    return {
        "@id": f"{home}/v1/sources/{row['source_id']}",
        "@type": "dct:BibliographicResource",
        "dct:title": row["title"],
        **({"dct:description": row["note"]} if row["note"] else {}),
        "dct:publisher": {
            "@id": f"{home}/v1/actors/{row['publisher']}",
            "@type": "foaf:Agent",
            "foaf:name": row["publisher_name"],
        },
        "dct:issued": _day(row["published"]),
        **(
            {"dct:license": {"@id": LICENCE_URLS[licence]}}
            if licence in LICENCE_URLS
            else {"dct:rights": _rights(licence_text(licence))}
        ),
        **({"foaf:page": {"@id": row["url"]}} if row["url"] else {}),
    }


def _rights(text: str) -> dict[str, str]:
    return {"@type": "dct:RightsStatement", "rdfs:label": text}


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
