"""Third-party programs and libraries can read every format that is served."""

import csv
import io
import re
from datetime import date, datetime

import bibtexparser
import feedparser
import frictionless
import geojson
import hxl
import openpyxl
import pandas as pd
import pyshacl
import pytest
import rdflib
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as citation_formatter
from citeproc.source.json import CiteProcJSON

from tests.row_labels import short

LISTS = ("losses", "evacuations", "displacement", "population", "territory", "figures")
ALL = "L8 L4 L5 L3 D1 P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6 D2"
NOTICE = (
    "Each figure is a claim. It is recorded as reported and not verified by this service. Quote it "
    "with its claimant and its hedge."
)

# warnings that the libraries raise themselves
pytestmark = [
    pytest.mark.filterwarnings(
        r"ignore:(ConjunctiveGraph|Dataset\.).* deprecated:DeprecationWarning"
    ),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix schema: <https://schema.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ] ;
  sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:modified ; sh:minCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dcat:dataset ; sh:minCount 5 ; sh:class dcat:Dataset ] .

[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:nodeKind sh:IRI ;
  sh:class schema:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:minLength 1 ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:minLength 1 ] ;
  sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:modified ; sh:minCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path (dct:temporal dcat:endDate) ; sh:minCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dct:source ; sh:minCount 1 ; sh:class dct:BibliographicResource ] ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 3 ; sh:class dcat:Distribution ] .

[] a sh:NodeShape ; sh:targetClass dct:BibliographicResource ;
  sh:nodeKind sh:IRI ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:minLength 1 ] ;
  sh:property [ sh:path (dct:publisher foaf:name) ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path foaf:page ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:xone (
    [ sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ]
    [ sh:property [ sh:path (dct:rights rdfs:label) ; sh:minCount 1 ; sh:minLength 1 ] ]
  ) .

[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
    sh:pattern "^https://www.iana.org/assignments/media-types/[a-z]+/[a-z.+-]+$" ] .
"""


@pytest.fixture
def book(client):
    address = "/v1/losses.xlsx?metric=wounded,killed&fields=id,value,value_lower,claimed_on,note"
    return openpyxl.load_workbook(io.BytesIO(client.get(address).data))


def get_figure(client, path):
    return client.get(f"/v1/figures/{path}").json


# Tables


def test_pandas_reads_the_csv(client):
    body = client.get("/v1/figures.csv").data
    days = ["period_start", "period_end", "claimed_on", "published", "recorded_on"]
    table = pd.read_csv(io.BytesIO(body), parse_dates=days)
    assert short(table.to_dict("records")) == ALL
    assert {name: table[name].dtype.kind for name in ("revision", "value", *days)} == {
        "revision": "i",
        "value": "f",
        **dict.fromkeys(days, "M"),
    }
    assert table.set_index("id")["value"].loc[
        ["population-0003", "territory-0003", "losses-0004"]
    ].tolist() == [0, 9.5, 625260]
    assert table[table["value"].isna()]["id"].tolist() == ["losses-0008"]
    assert table["place"].isna().sum() == 0


def test_pandas_reads_the_workbook(client):
    book = pd.read_excel(io.BytesIO(client.get("/v1/figures.xlsx").data), sheet_name=None)
    assert list(book) == ["data", "about"]
    assert short(book["data"].to_dict("records")) == ALL
    days = ("period_start", "period_end", "claimed_on", "published", "recorded_on")
    assert {book["data"][name].dtype.kind for name in days} == {"M"}
    first = book["data"].iloc[0]
    assert (first["id"], first["claimed_on"]) == ("losses-0008", pd.Timestamp("2024-10-01"))


def test_pandas_reads_the_ndjson(client):
    lines = pd.read_json(io.BytesIO(client.get("/v1/figures.ndjson").data), lines=True)
    assert short(lines.to_dict("records")) == ALL
    assert lines["value"].tolist()[1:9] == [625260, 1270, 623990, 7000, 0, 600000, 53000, 9.5]
    assert lines[lines["value"].isna()]["id"].tolist() == ["losses-0008"]


def test_pandas_reads_parquet(client):
    table = pd.read_parquet(io.BytesIO(client.get("/v1/figures.parquet").data))
    assert short(table.to_dict("records")) == ALL
    assert table["claimed_on"].iloc[0] == date(2024, 10, 1)
    assert table["value"].dtype == "float64"
    assert table["value"].isna().sum() == 1


def test_pandas_reads_an_empty_csv_with_its_columns(client):
    table = pd.read_csv(io.BytesIO(client.get("/v1/losses.csv?country=UKR").data))
    whole = pd.read_csv(io.BytesIO(client.get("/v1/losses.csv").data))
    assert (len(table), list(table.columns)) == (0, list(whole.columns))


@pytest.mark.slow
def test_pandas_reads_every_curated_figure(curated_client):
    total = curated_client.get("/v1/figures?limit=1").json["meta"]["total"]
    table = pd.read_csv(io.BytesIO(curated_client.get("/v1/figures.csv").data), low_memory=False)
    columns = pd.read_parquet(io.BytesIO(curated_client.get("/v1/figures.parquet").data))
    assert len(table) == len(columns) == total
    assert table["id"].is_unique
    assert table["value"].equals(columns["value"])


def test_a_workbook_has_date_and_number_cells(book):
    assert list(book["data"].values) == [
        ("id", "value", "value_lower", "claimed_on", "note"),
        ("losses-0008", None, 60000, datetime(2024, 10, 1), None),  # noqa: DTZ001
        (
            "losses-0006",
            121,
            None,
            datetime(2024, 8, 12),  # noqa: DTZ001
            '=HYPERLINK("http://example.org","see")',
        ),
    ]
    assert [cell.data_type for cell in book["data"][3]] == ["s", "n", "n", "d", "s"]
    assert book["data"]["D2"].number_format == "yyyy-mm-dd"


def test_a_workbook_has_a_frozen_header_and_a_filter(book):
    sheet = book["data"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert [cell.font.bold for cell in sheet[1]] == [True] * 5


def test_the_second_sheet_describes_the_workbook(book, sample_release):
    address = "/v1/losses.xlsx?metric=wounded,killed&fields=id,value,value_lower,claimed_on,note"
    none = (None,) * 4
    assert list(book["about"].values) == [
        ("Content", "Reported figures about armed conflict", *none),
        ("Query", address, *none),
        ("Release", sample_release.id, *none),
        ("Recorded until", "2024-10-02", *none),
        ("Licence", "CC-BY-4.0 (the compilation)", *none),
        ("Notice", NOTICE, *none),
        ("Cite as", f"Reported Figures, release {sample_release.id}, {address}", *none),
        (
            "Sources",
            "The rows come from these documents and files. Each has its own licence.",
            *none,
        ),
        ("Publisher", "Source", "Licence", "Address", "Rows", "Note"),
        (
            "Agence France-Presse",
            "Kursk governor on the evacuation",
            "single printed figure",
            "https://example.org/afp-2024-08-12",
            1,
            None,
        ),
        (
            "UK Defence Intelligence",
            "Update on Ukraine",
            "single printed figure",
            "https://example.org/uk-2024-10-01",
            1,
            None,
        ),
    ]
    assert book.properties.title == "Reported Figures"


@pytest.mark.parametrize("name", LISTS)
def test_libhxl_accepts_the_tags(client, name):
    assert hxl_findings(client.get(f"/v1/{name}.csv?hxl=true&history=true")) == []


@pytest.mark.parametrize("name", ["evacuations", "territory"])
def test_libhxl_finds_no_error_in_the_curated_figures(curated_client, name):
    findings = hxl_findings(curated_client.get(f"/v1/{name}.csv?hxl=true"))
    assert [finding for finding in findings if finding[0] == "error"] == []


def test_libhxl_reads_the_csv_from_its_url(server):
    address = f"{server}/v1/losses.csv?hxl=true&metric=killed&fields=id,subject,place,value_lower"
    table = hxl.data(address, hxl.InputOptions(allow_local=True))
    tags = ["#meta+id+figure", "#group+code", "#loc+code", "#indicator+value+min+num"]
    assert table.headers == ["id", "subject", "place", "value_lower"]
    assert table.display_tags == tags
    assert [row.values for row in table] == [
        ["losses-0008", "ru-armed-forces", "theatre-ru-ua", "60000"]
    ]


@pytest.mark.parametrize("parameters", ["", "&fields=value,id"])
def test_every_column_has_a_tag_with_hxl_and_none_without(client, parameters):
    header, tags, *rows = table_of(client.get(f"/v1/losses.csv?hxl=true{parameters}"))
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z0-9_]+)*", tag) for tag in tags)
    assert len(tags) == len(header)
    assert [header, *rows] == table_of(client.get(f"/v1/losses.csv?hxl=false{parameters}"))


def hxl_findings(response):
    findings = []
    hxl.data(table_of(response)).validate(callback=findings.append)
    return [
        (finding.rule.severity, finding.column.display_tag, finding.message) for finding in findings
    ]


def table_of(response):
    return list(csv.reader(io.StringIO(response.get_data(as_text=True), newline=""), strict=True))


# Data package and catalog


def test_frictionless_validates_the_data_package_from_its_url(server):
    report = frictionless.Package(f"{server}/v1/datapackage.zip").validate()
    assert report.flatten(["title", "rowNumber", "message"]) == []
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        "losses": 11,
        "evacuations": 2,
        "displacement": 2,
        "population": 3,
        "territory": 3,
        "actors": 16,
        "metrics": 14,
        "places": 9,
        "sources": 12,
        "conflicts": 1,
        "feeds": 1,
    }


@pytest.mark.slow
def test_frictionless_validates_the_curated_data_package(curated_client, tmp_path):
    path = tmp_path / "datapackage.zip"
    path.write_bytes(curated_client.get("/v1/datapackage.zip").data)
    report = frictionless.Package(str(path)).validate()
    assert report.flatten(["title", "rowNumber", "message"]) == []


@pytest.mark.slow
@pytest.mark.parametrize("client_name", ["client", "curated_client"])
def test_the_catalog_conforms_to_the_dcat_shapes(request, client_name):
    graph = graph_of(request.getfixturevalue(client_name))
    conforms, _, report = pyshacl.validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert conforms, report


def test_the_dcat_shapes_reject_a_distribution_without_an_access_url(client):
    graph = graph_of(client)
    graph.remove((None, rdflib.DCAT.accessURL, rdflib.URIRef("http://localhost/v1/losses.csv")))
    conforms, _, _ = pyshacl.validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert not conforms


def test_the_dcat_shapes_reject_a_source_without_a_licence(client):
    graph = graph_of(client)
    source = rdflib.URIRef("http://localhost/v1/sources/afp-2024-08-12")
    graph.remove((source, rdflib.DCTERMS.rights, None))
    conforms, _, _ = pyshacl.validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert not conforms


def test_the_catalog_names_the_sources_of_each_dataset_with_their_rights(client):
    graph = graph_of(client)
    evacuations = rdflib.URIRef("http://localhost/v1/datasets/evacuations")
    sources = {
        str(source): [
            str(graph.value(source, rdflib.DCTERMS.title)),
            str(graph.value(graph.value(source, rdflib.DCTERMS.publisher), rdflib.FOAF.name)),
            str(graph.value(graph.value(source, rdflib.DCTERMS.rights), rdflib.RDFS.label)),
            str(graph.value(source, rdflib.FOAF.page)),
        ]
        for source in graph.objects(evacuations, rdflib.DCTERMS.source)
    }
    prefix = "http://localhost/v1/sources"
    assert sources == {
        f"{prefix}/afp-2024-08-12": [
            "Kursk governor on the evacuation",
            "Agence France-Presse",
            "single printed figure",
            "https://example.org/afp-2024-08-12",
        ],
        f"{prefix}/ukrinform-2024-08-19": [
            "Families told to leave Pokrovsk",
            "Ukrinform",
            "single printed figure",
            "https://example.org/ukrinform-2024-08-19",
        ],
    }


def test_the_catalog_names_the_licences_of_the_curated_sources(curated_client):
    graph = graph_of(curated_client)
    assert {str(licence) for licence in graph.objects(None, rdflib.DCTERMS.license)} == {
        "https://creativecommons.org/licenses/by/3.0/igo/",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://opensource.org/license/mit",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        "https://unlicense.org/",
    }
    unhcr = rdflib.URIRef("http://localhost/v1/sources/unhcr-data-finder-2026-06-25-population")
    assert list(graph.objects(unhcr, rdflib.DCTERMS.license)) == [
        rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    ]
    assert {str(dataset) for dataset in graph.subjects(rdflib.DCTERMS.source, unhcr)} == {
        "http://localhost/v1/datasets/displacement"
    }


def test_the_catalog_lists_the_files_of_every_dataset(client):
    graph = graph_of(client)
    urls = {str(url) for url in graph.objects(None, rdflib.DCAT.downloadURL)}
    assert urls == {
        f"http://localhost/v1/{name}.{extension}"
        for name in LISTS[:-1]
        for extension in ("csv", "xlsx", "ndjson")
    }
    listed = (rdflib.DCAT.Catalog, rdflib.DCAT.Dataset)
    resources = (node for type_ in listed for node in graph.subjects(rdflib.RDF.type, type_))
    titles = {str(graph.value(resource, rdflib.DCTERMS.title)) for resource in resources}
    assert titles == {
        "A sample that can be checked by eye",
        *("Losses", "Evacuations", "Displacement", "Population", "Territory"),
    }


def test_the_media_types_in_the_catalog_are_those_that_are_served(client):
    graph = graph_of(client)
    prefix = "https://www.iana.org/assignments/media-types/"
    for file in graph.subjects(rdflib.RDF.type, rdflib.DCAT.Distribution):
        media_type = str(graph.value(file, rdflib.DCAT.mediaType)).removeprefix(prefix)
        assert client.get(str(file).removeprefix("http://localhost")).mimetype == media_type


def graph_of(client):
    return rdflib.Graph().parse(data=client.get("/v1/catalog.jsonld").data, format="json-ld")


def test_geojson_validates_the_places(client):
    places = geojson.loads(client.get("/v1/places.geojson").text)
    assert places.is_valid
    assert [
        (
            place.id,
            place.geometry.coordinates,
            place.properties["name"],
            place.properties["figures"],
        )
        for place in places.features
    ] == [("na", [17.0, -22.5], "Namibia", 1), ("ua-pokrovsk", [37.18, 48.28], "Pokrovsk", 4)]
    assert places.features[0].properties["point_source"] == "natural-earth:1159321085"


def test_the_map_lists_the_places_with_figures_that_have_no_point(client):
    places = client.get("/v1/places.geojson").json
    assert [
        (place["place_id"], place["name"], place["figures"]) for place in places["without_point"]
    ] == [
        ("ru-kursk", "Kursk Oblast", 5),
        ("theatre-ru-ua", "Russo-Ukrainian war", 5),
        ("ua-pokrovsk-hromada", "Pokrovsk Urban Hromada", 1),
        ("world", "World", 1),
    ]
    assert places["without_point"][0] == {
        "place_id": "ru-kursk",
        "name": "Kursk Oblast",
        "level": "adm1",
        "iso3": "RUS",
        "pcode": None,
        "point_source": None,
        "figures": 5,
        "links": {"place": "/v1/figures?place=ru-kursk"},
    }


def test_geojson_validates_the_curated_places(curated_client):
    places = geojson.loads(curated_client.get("/v1/places.geojson").text)
    assert places.is_valid
    assert "ua-pokrovsk" in {place.id for place in places.features}
    assert all(place.properties["figures"] > 0 for place in places.features)


# Feed


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "changes"),
        ("claimant=ua-general-staff", "changes?claimant=ua-general-staff"),
        ("place=na,ru-kursk&limit=2", "changes?place=na,ru-kursk"),
    ],
)
def test_feedparser_reads_the_changes(client, query, name):
    feed = feedparser.parse(client.get(f"/v1/changes.atom?{query}".rstrip("?")).data)
    rows = client.get(f"/v1/changes?{query}").json["data"]
    assert (feed.bozo, feed.version, feed.feed.id) == (
        False,
        "atom10",
        f"tag:reported-figures,2026:{name}",
    )
    assert [(entry.id, entry.updated, entry.tags[0].term) for entry in feed.entries] == [
        (
            f"tag:reported-figures,2026:{row['id']}/{row['revision']}",
            f"{row['recorded_on']}T00:00:00Z",
            row["dataset"],
        )
        for row in rows
    ]
    assert [entry.title.partition(": ")[2] for entry in feed.entries] == [
        row["statement"] for row in rows
    ]


def test_feedparser_reads_a_feed_without_entries(client):
    feed = feedparser.parse(client.get("/v1/changes.atom?updated_after=2024-10-02").data)
    assert (feed.bozo, feed.entries) == (False, [])


def test_every_link_of_the_feed_gives_its_row(client):
    feed = feedparser.parse(client.get("/v1/changes.atom").data)
    pages = [entry.link.removeprefix("http://localhost") for entry in feed.entries]
    assert all(client.get(page).mimetype == "text/html" for page in pages)
    rows = [client.get(f"/v1{page}").json for page in pages]
    assert rows == client.get("/v1/changes").json["data"]
    assert len(rows) == 21


# Citations


def test_bibtexparser_reads_the_entry(client, sample_release):
    library = bibtexparser.parse_string(
        get_figure(client, "losses-0002/citation?revision=2")["bibtex"]
    )
    [entry] = library.entries
    assert library.failed_blocks == []
    assert (entry.entry_type, entry.key) == ("misc", "losses-0002-r2")
    assert {field.key: field.value for field in entry.fields} == {
        "author": "{General Staff of Ukraine}",
        "title": "{110 members of the armed forces of Russia had been killed in Kursk Oblast on "
        "29 August 2024}",
        "year": "2024",
        "month": "8",
        "howpublished": "General Staff of Ukraine, 30 August 2024; in Reported Figures, release "
        f"{sample_release.id}",
        "url": "http://localhost/v1/figures/losses-0002?revision=2",
        "note": "The General Staff of Ukraine said on 30 August 2024 that 110 members of the armed "
        "forces of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff of "
        "Ukraine, 30 August 2024).",
    }


def test_rispy_reads_the_record(client, sample_release):
    [record] = rispy.loads(get_figure(client, "losses-0002/citation?revision=2")["ris"])
    assert record == {
        "type_of_reference": "DATA",
        "id": "losses-0002-r2",
        "authors": ["General Staff of Ukraine"],
        "title": "110 members of the armed forces of Russia had been killed in Kursk Oblast on "
        "29 August 2024",
        "year": "2024",
        "date": "2024/08/30",
        "publisher": "General Staff of Ukraine, 30 August 2024",
        "edition": f"release {sample_release.id}",
        "urls": ["http://localhost/v1/figures/losses-0002?revision=2"],
        "notes": [
            "The General Staff of Ukraine said on 30 August 2024 that 110 members of the armed "
            "forces of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff of "
            "Ukraine, 30 August 2024)."
        ],
    }


def test_citeproc_renders_the_item(client):
    item = get_figure(client, "losses-0002/citation?revision=2")["csl"]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), citation_formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    assert [str(entry) for entry in bibliography.bibliography()] == [
        "General Staff of Ukraine (2024) “110 members of the armed forces of Russia had been "
        "killed in Kursk Oblast on 29 August 2024”, General Staff of Ukraine, 30 August 2024. "
        "Reported Figures. Available at: http://localhost/v1/figures/losses-0002?revision=2."
    ]


def test_reference_managers_read_every_curated_citation(curated_client):
    rows = curated_client.get("/v1/territory?limit=10000").json["data"]
    rows += curated_client.get("/v1/evacuations?limit=10000").json["data"]
    for row in rows:
        citation = get_figure(curated_client, f"{row['id']}/citation")
        library = bibtexparser.parse_string(citation["bibtex"])
        [record] = rispy.loads(citation["ris"])
        assert (library.failed_blocks, library.entries[0].key) == ([], citation["csl"]["id"])
        assert record["urls"] == [citation["address"]]
        assert record["notes"] == [row["statement"]]
        assert citation["text"].startswith(f"{row['statement']} Reported Figures, release ")
