"""Exceptions of releases.

Exception
ReleaseGone
ReleaseUnavailable
DatabaseUnavailable
ReleaseDamaged
SchemaMismatch
"""


class ReleaseUnavailable(Exception):
    """There is no release to serve, or it cannot be read."""


class ReleaseDamaged(ReleaseUnavailable):
    """A file of a release differs from the file that was built."""


class ReleaseGone(Exception):
    """A release with this id was removed, never existed, or cannot be read."""

    def __init__(self, release: str, reason: str) -> None:
        super().__init__(f"release {release} {reason}")
        self.release = release


class DatabaseUnavailable(ReleaseUnavailable):
    """The database that stores the releases does not answer."""


class SchemaMismatch(ReleaseUnavailable):
    """The release was built by another version of the program, with other tables."""
