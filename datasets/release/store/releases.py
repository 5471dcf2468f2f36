"""The releases of a folder, and which one is current. Each is verified before it is served."""

import os
import threading
import weakref
from contextvars import ContextVar, Token
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.release.exceptions import (
    DatabaseUnavailable,
    ReleaseDamaged,
    ReleaseGone,
    ReleaseUnavailable,
    SchemaMismatch,
)
from datasets.release.release import Release
from datasets.release.store.loader import release_in_file
from datasets.release.store.manifest import (
    FileIdentity,
    Identities,
    Manifest,
    current_manifest,
    file_identity,
    manifest_of,
    release_ids,
    verify_digests,
)
from datasets.release.transparency.log import Entry, log_entries

MAX_READ_S = 2.0  # seconds for the statements of a connection, like the one of PostgreSQL


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """The outcome of opening the files of a manifest: a release, or why it cannot be opened."""

    manifest: Manifest
    identities: Identities
    outcome: Release | ReleaseDamaged | SchemaMismatch

    @property
    def release(self) -> Release:
        """Raises ReleaseDamaged, SchemaMismatch."""
        if isinstance(self.outcome, Release):
            return self.outcome
        raise type(self.outcome)(str(self.outcome))


class Releases:
    """A folder of releases, and the current one.

    A thread reads the pointer every ``poll`` seconds. It verifies and opens a new release while
    the old one is served, then replaces one reference. If the new one fails verification, the old
    one stays, and ``degraded_reason`` says why. The thread starts with the first use in a
    process: a server may fork before that, or after ``close``.
    """

    def __init__(self, folder: Path, poll: float = 1.0) -> None:
        self.folder = folder
        self._poll = poll
        self._process = 0
        self._starting = threading.Lock()
        self._pinned: ContextVar[list[Release] | None] = ContextVar("pinned", default=None)
        self._state: tuple[Release | None, ReleaseUnavailable | None] = (None, None)
        self._opening = threading.Lock()
        self._attempts: dict[str, OpenAttempt] = {}
        self._served: OpenAttempt | None = None

    @property
    def current(self) -> Release:
        """The newest release, or the pinned one. Raises ReleaseUnavailable while there is none."""
        pinned = self._pinned.get()
        if pinned is None:
            return self._newest()
        if not pinned:
            pinned.append(self._newest())
        return pinned[0]

    @property
    def degraded_reason(self) -> str | None:
        """Why the newest release cannot be served, in a sentence; None if it is served."""
        self.start_watching()
        error = self._state[1]
        return str(error) if error else None

    def of(self, release: str) -> Release:
        """The release with an id. Raises ReleaseGone, ReleaseUnavailable."""
        current = self.current
        return current if release == current.id else self._older(release)

    def log_entries(self) -> tuple[Entry, ...]:
        """The log of all releases built here, oldest first. Raises ReleaseUnavailable."""
        return log_entries(self.folder)

    def pin(self) -> Token[list[Release] | None]:
        """Make ``current`` return one and the same release in this context, until `unpin`."""
        return self._pinned.set([])

    def unpin(self, token: Token[list[Release] | None]) -> None:
        self._pinned.reset(token)

    def start_watching(self) -> None:
        """Open the current release and start the thread, unless this process did so before."""
        if self._process != os.getpid():
            self._start()

    def close(self) -> None:
        """End the thread and close the connections. The next use starts again."""
        if self._process == os.getpid():
            self._ended.set()
            self._thread.join()
            self._dispose()
            self._process = 0

    def _newest(self) -> Release:
        self.start_watching()
        release, error = self._state
        if release is None or isinstance(error, DatabaseUnavailable):
            raise type(error)(str(error)) if error else ReleaseUnavailable("no release")
        return release

    def _start(self) -> None:
        with self._starting:
            if self._process == os.getpid():
                return
            self._reset()
            self._refresh()
            self._ended = threading.Event()
            arguments = (weakref.ref(self), self._ended, self._poll)
            self._thread = threading.Thread(
                target=_watch, args=arguments, name="pointer", daemon=True
            )
            self._thread.start()
            self._process = os.getpid()

    def _reset(self) -> None:
        """Drop all that was opened before this process was forked."""
        self._state = (None, None)
        self._attempts = {}
        self._served = None

    def _dispose(self) -> None:
        """Close all connections. A mapped file is closed when no request uses it any more."""
        for attempt in self._attempts.values():
            _close(attempt)
        Releases._reset(self)

    def _refresh(self) -> None:
        """Follow the pointer. Requests that are running keep the release they began with."""
        try:
            attempt = self._attempt(current_manifest(self.folder))
            release = attempt.release
        except ReleaseUnavailable as error:
            self._served = self._served and self._verified_unchanged(self._served)
            self._state = (self._served.release if self._served else None, error)
        else:
            self._served = attempt
            self._state = (release, None)
            self._close_removed()

    def _older(self, release: str) -> Release:
        try:
            manifest = manifest_of(self.folder, release)
            if manifest is None:
                raise ReleaseGone(release, "is not kept")
            return self._attempt(manifest).release
        except ReleaseUnavailable as error:
            raise ReleaseGone(release, f"cannot be read: {error}") from None

    def _attempt(self, manifest: Manifest) -> OpenAttempt:
        """Verify and open the file of a manifest, once. Raises ReleaseUnavailable."""
        attempt = self._earlier_attempt(manifest)
        if attempt is None:
            with self._opening:
                attempt = self._earlier_attempt(manifest) or _open(self.folder, manifest)
                self._attempts[manifest.release] = attempt
        return attempt

    def _earlier_attempt(self, manifest: Manifest) -> OpenAttempt | None:
        """The last attempt, if neither the manifest nor the file has changed since."""
        attempt = self._attempts.get(manifest.release)
        if attempt and attempt.manifest == manifest:
            is_unchanged = attempt.identities == _identities(self.folder, manifest)
            return attempt if is_unchanged else None
        return None

    def _verified_unchanged(self, served: OpenAttempt) -> OpenAttempt | None:
        """The served release, unless a file was modified in place and its digest differs.

        A file that was replaced or removed cannot be modified any more. No data is better than
        altered data.
        """
        identities = _identities(self.folder, served.manifest)
        if not any(map(_is_modified, identities, served.identities)):
            return served
        try:
            return replace(served, identities=verify_digests(self.folder, served.manifest))
        except ReleaseUnavailable:
            return None

    def _close_removed(self) -> None:
        """Close releases whose manifest was removed, so that their disk space is freed."""
        served = self._served.manifest.release if self._served else ""
        for release in set(self._attempts) - {served, *release_ids(self.folder)}:
            _close(self._attempts.pop(release))


def _watch(watched: weakref.ReferenceType[Releases], ended: threading.Event, poll: float) -> None:
    """Refresh until the event is set, or the releases are garbage."""
    while not ended.wait(poll):
        releases = watched()
        if releases is None:
            return
        releases._refresh()
        del releases


def _close(attempt: OpenAttempt) -> None:
    if isinstance(attempt.outcome, Release):
        attempt.outcome.engine.dispose()


def _identities(folder: Path, manifest: Manifest) -> Identities:
    """The identities of the files of a release now; an empty one for a file that is missing."""
    return tuple(_identity(folder / name) for name in (manifest.file, manifest.figures_file))


def _identity(path: Path) -> FileIdentity:
    try:
        return file_identity(path.lstat())
    except OSError:
        return ()


def _is_modified(now: FileIdentity, verified: FileIdentity) -> bool:
    """Whether the file that was verified is still there, with another content."""
    return now[:2] == verified[:2] and now != verified


def _open(folder: Path, manifest: Manifest) -> OpenAttempt:
    """Verify and open the files. Raises ReleaseUnavailable where a later attempt may succeed."""
    try:
        identities = verify_digests(folder, manifest)
        release = release_in_file(folder, manifest, identities, MAX_READ_S)
        return OpenAttempt(manifest, identities, release)
    except (ReleaseDamaged, SchemaMismatch) as error:
        return OpenAttempt(manifest, _identities(folder, manifest), error)
