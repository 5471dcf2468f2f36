"""Parquet writer: typed columns, written in row groups."""

import io
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from datasets.model.datapackage import LICENSE
from datasets.model.fields import Count, Day, Number, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.request import ExportRequest, read_chunks
from datasets.release.queries.figures import iter_lines

ROW_GROUP_ROWS = 20_000


def parquet_chunks(request: ExportRequest) -> Iterator[bytes]:
    """Apache Parquet: days as date32, values as float64, counts as int32, the rest as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = columns_of(PublishedRowSchema)
    types: dict[type, Any] = {Day: pa.date32(), Number: pa.float64(), Count: pa.int32()}
    schema = pa.schema(
        [(name, types.get(type(fields[name]), pa.string())) for name in request.columns],
        metadata={"release": request.release.id, "license": LICENSE, "query": request.url},
    )
    rows = iter_lines(request.release, request.query, "json")
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, ROW_GROUP_ROWS)):
                writer.write_table(_table(group, schema))
        yield from read_chunks(file)


def _table(rows: list[str], schema: Any) -> Any:
    """JSON objects as an Arrow table.

    Arrow parses the JSON itself. Its JSON reader has no days, so they are read as text and cast.
    """
    import pyarrow as pa
    from pyarrow import json as arrow_json

    body = "\n".join(rows).encode()
    types = [
        (field.name, pa.string() if field.type == pa.date32() else field.type) for field in schema
    ]
    return arrow_json.read_json(
        io.BytesIO(body),
        arrow_json.ReadOptions(use_threads=False, block_size=len(body) + 1),
        arrow_json.ParseOptions(pa.schema(types), unexpected_field_behavior="ignore"),
    ).cast(schema)
