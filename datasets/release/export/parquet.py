"""parquet."""

import io
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from datasets.model.fields import Count, Day, Number, columns_of
from datasets.model.license import LICENSE
from datasets.model.published_row import PublishedRow
from datasets.release.export.request import ExportRequest, contents
from datasets.release.queries.figures import iter_lines

PARQUET_GROUP = 20_000


def parquet_chunks(answer: ExportRequest) -> Iterator[bytes]:
    """Apache Parquet with typed columns, some thousand rows a group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = columns_of(PublishedRow)
    types: dict[type, Any] = {Day: pa.date32(), Number: pa.float64(), Count: pa.int32()}
    schema = pa.schema(
        [(name, types.get(type(fields[name]), pa.string())) for name in answer.columns],
        metadata={"release": answer.release.id, "license": LICENSE, "query": answer.address},
    )
    rows = iter_lines(answer.release, answer.query, "json")
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, PARQUET_GROUP)):
                writer.write_table(_typed(group, schema))
        yield from contents(file)


def _typed(rows: list[str], schema: Any) -> Any:
    """JSON objects as a table: read by Arrow itself, days as text and then as days."""
    import pyarrow as pa
    from pyarrow import json as arrow_json

    text = "\n".join(rows).encode()
    said = [(each.name, pa.string() if each.type == pa.date32() else each.type) for each in schema]
    return arrow_json.read_json(
        io.BytesIO(text),
        arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        arrow_json.ParseOptions(pa.schema(said), unexpected_field_behavior="ignore"),
    ).cast(schema)
