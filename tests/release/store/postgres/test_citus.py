"""Calls to Citus, recorded by a stand-in for its functions.

Citus itself is in no registry that the tests install from. Whether it does what these calls ask
for is not tested here.
"""

import psycopg
import pytest

from datasets.release.store.publish import publish
from datasets.release.tables import METADATA
from tests.release.store.postgres.server import rows

STAND_IN = """
SET allow_system_table_mods = on;
CREATE TABLE public.calls (number serial, call text, name text, rows bigint);
CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void
LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN
  EXECUTE 'SELECT count(*) FROM ' || table_name INTO n;
  INSERT INTO public.calls (call, name, rows) VALUES ('reference', table_name::text, n);
END $$;
CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass, by text) RETURNS void
LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indrelid = table_name AND indisunique) THEN
    RAISE 'a unique key without the column %', by;
  END IF;
  EXECUTE 'SELECT count(*) FROM ' || table_name INTO n;
  INSERT INTO public.calls (call, name, rows) VALUES ('by ' || by, table_name::text, n);
END $$;
INSERT INTO pg_catalog.pg_extension
  VALUES (2153000, 'citus', 10, 'pg_catalog'::regnamespace, false, '0', NULL, NULL);
"""


@pytest.fixture
def spread(url):
    """A database in which an extension calls itself Citus."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(STAND_IN)
    return url


def test_figures_are_distributed_by_id_and_all_else_is_for_reference(sample_instance, spread):
    publish(sample_instance, spread)
    calls = rows(
        spread, "SELECT call, trim('\"' FROM name), rows FROM public.calls ORDER BY number"
    )
    assert calls == [
        ("by id" if name == "figures" else "reference", name, 0)
        for name in (table.name for table in METADATA.sorted_tables)
    ]


@pytest.mark.parametrize(
    "address", ["/v1/figures?sort=-value", "/v1/figures.csv", "/v1/figures/losses-0001"]
)
def test_what_was_spread_is_served_as_from_a_file(
    sample_instance, spread, serving, client, address
):
    publish(sample_instance, spread)
    answer = serving(spread).test_client().get(address)
    assert answer.status_code == 200
    assert answer.data == client.get(address).data
