"""The tables of a compiled release, derived from the schema of the published row.

A release in PostgreSQL has all of them, with all indexes. In a folder, a release has two files. The
figures file answers every query for figures. The SQLite file has the rest: the reference tables,
series and datasets as rendered JSON, which are few and searched by text; the Merkle trees; the code
lists; and the columns of the figures, without indexes, from which the summaries and the figures
file are compiled, the newest figures of a conflict are read, and PostgreSQL is filled.
"""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from datasets.model.fields import Count, Number, column_names, columns_of
from datasets.model.filters import filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.model.references import REFERENCE_SCHEMAS
from datasets.release.figure_indexes import declare_indexes
from datasets.release.figures_file import LAYOUT


def schema_version() -> str:
    """A digest of the tables and columns that this version of the program reads and writes.

    The rows of the reference tables are stored as JSON; their columns count too. So do the layout
    of the figures file, and the filters that it has postings for.
    """
    columns = [
        f"{table.name} {column.name} {column.type!r}"
        for table in METADATA.sorted_tables
        for column in table.columns
    ]
    columns += [
        f"{name} {column}"
        for name, schema in REFERENCE_SCHEMAS.items()
        for column in column_names(schema)
    ]
    filters = [
        f"filter {filter_.parameter} {filter_.comparison} {column}"
        for filter_, column in filters_of(PublishedRowSchema).items()
    ]
    columns += [LAYOUT, *filters]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()[:16]


def file_tables() -> tuple[Table, ...]:
    """The tables of the SQLite file of a release."""
    return tuple(table for table in METADATA.sorted_tables if table is not RENDERED)


METADATA = MetaData()

# Text is compared by its bytes on every engine.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

COLUMN_TYPES: Mapping[type[fields.Field[Any]], TypeEngine[Any]] = MappingProxyType(
    {Count: Integer(), Number: Float()}
)


def stored_columns(schema: type[Schema]) -> tuple[str, ...]:
    """The columns to filter and sort by: all except prose."""
    return tuple(
        name for name, field in columns_of(schema).items() if not field.metadata.get("prose")
    )


def figures_table(schema: type[Schema], metadata: MetaData) -> Table:
    """One row for each published row, with its stored columns; `RENDERED` has its texts.

    ``position`` numbers the rows in the order of id and revision, which makes every order total;
    ``rank`` numbers the ids. ``printed_low`` and ``printed_high`` are the value, or the ends of a
    bare range. ``least_first`` and ``greatest_first`` are the value, or an infinity that sorts a
    row without a value last: an index read backwards would return NULL first. ``outclaimed_on``
    is the first day on which a later revision was claimed. Days are ISO text.
    """
    columns = columns_of(schema)
    table = Table(
        "figures",
        metadata,
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("rank", Integer, nullable=False),
        *(
            Column(
                name,
                COLUMN_TYPES.get(type(columns[name]), TEXT),
                nullable=columns[name].allow_none,
            )
            for name in stored_columns(schema)
        ),
        Column("claimant_side", TEXT),
        Column("printed_low", Float, nullable=False),
        Column("printed_high", Float, nullable=False),
        Column("least_first", Float, nullable=False),
        Column("greatest_first", Float, nullable=False),
        Column("outclaimed_on", TEXT),
    )
    declare_indexes(table)
    return table


FIGURES = figures_table(PublishedRowSchema, METADATA)

# Each row as it is served: in a database. The figures file has these texts itself.
RENDERED = Table(
    "rendered",
    METADATA,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("json", TEXT, nullable=False),
    Column("csv", TEXT, nullable=False),
)

# Each pair of a place and a place that contains it; every place contains itself.
WITHIN = Table(
    "within",
    METADATA,
    Column("ancestor", TEXT, primary_key=True),
    Column("place", TEXT, primary_key=True),
    Index("within_by_place", "place"),
)

# The rows of the figures of each conflict, all revisions.
CONFLICT_FIGURES = Table(
    "conflict_figures",
    METADATA,
    Column("conflict", TEXT, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
)

# The sources that are editions of each feed.
FEED_SOURCES = Table(
    "feed_sources",
    METADATA,
    Column("feed", TEXT, primary_key=True),
    Column("source", TEXT, primary_key=True),
)

# The rows of the reference tables. ``folded`` has the search keys of their names, one a line.
REFERENCES = Table(
    "references",
    METADATA,
    Column("kind", TEXT, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", TEXT, nullable=False),
    Column("folded", TEXT, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("json", TEXT, nullable=False),
    Index("references_by_id", "kind", "id"),
)

# The description of each dataset.
DATASETS = Table(
    "datasets",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("id", TEXT, nullable=False),
    Column("json", TEXT, nullable=False),
)

# The coverage of each series. ``latest`` is the position of its newest figure, a total rather than
# a count, ``latest_value`` is the value of that figure, or the upper end of its range, and
# ``conflicts`` are the conflicts that it belongs to, separated by semicolons.
SERIES = Table(
    "series",
    METADATA,
    Column("position", Integer, primary_key=True),
    *(
        Column(name, TEXT, nullable=False)
        for name in ("dataset", "claimant", "metric", "subject", "place")
    ),
    Column("figures", Integer, nullable=False),
    Column("last_period", TEXT, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("latest_value", Float, nullable=False),
    Column("conflicts", TEXT, nullable=False),
    Column("json", TEXT, nullable=False),
    Index("series_by_dataset", "dataset", "position"),
)

# The codes that occur in each column of each dataset.
VOCABULARY = Table(
    "vocabulary",
    METADATA,
    Column("dataset", TEXT, primary_key=True),
    Column("column", TEXT, primary_key=True),
    Column("code", TEXT, primary_key=True),
    Column("name", TEXT),
)

# The dataset that each metric belongs to.
DATASET_BY_METRIC = Table(
    "homes",
    METADATA,
    Column("metric", TEXT, primary_key=True),
    Column("dataset", TEXT, nullable=False),
)

# The number of each row in its ledger, from 0: its leaf in the Merkle tree of the ledger.
LEAVES = Table(
    "leaves",
    METADATA,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

# The Merkle tree of each ledger: its number of leaves and its root.
TREES = Table(
    "trees",
    METADATA,
    Column("dataset", TEXT, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("root", TEXT, nullable=False),
)

# The hashes of each tree, in tiles of 256 neighbours.
TILES = Table(
    "tiles",
    METADATA,
    Column("dataset", TEXT, primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

# One row about the release. ``layout`` is the `schema_version` of the program that built it.
RELEASE = Table(
    "release",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("figures", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("newest", TEXT, nullable=False),
    Column("root", TEXT, nullable=False),
    Column("layout", TEXT, nullable=False),
)
