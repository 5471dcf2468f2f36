"""The second sample, for the tests of this folder."""

from tests.rivals import rivals_client, rivals_instance

__all__ = ["rivals_client", "rivals_instance"]
