"""exceptions."""


class ReleaseUnavailable(Exception):
    """There is no release to serve, or it cannot be read."""


class ReleaseDamaged(ReleaseUnavailable):
    """A file of a release is not the one that was built."""


class ReleaseGone(Exception):
    """A release, named by its id, is not kept any more, was never made, or cannot be read."""

    def __init__(self, release: str, why: str) -> None:
        super().__init__(f"release {release} {why}")
        self.release = release


class DatabaseUnavailable(ReleaseUnavailable):
    """The database that holds the releases gives no answer."""


class SchemaMismatch(ReleaseUnavailable):
    """A release that another version of the program has made, with other tables."""
