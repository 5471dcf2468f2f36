"""The releases, of which one is current: each is verified before it is served."""

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
from datasets.release.store.loader import current_release, opened, release_in_file
from datasets.release.store.manifest import (
    FileIdentity,
    Manifest,
    current_manifest,
    file_identity,
    manifest_of,
    release_ids,
    verify_digest,
)
from datasets.release.transparency.log import Entry, logged

__all__ = [
    "DatabaseUnavailable",
    "Release",
    "ReleaseGone",
    "ReleaseUnavailable",
    "Releases",
    "SchemaMismatch",
    "current_release",
    "opened",
]  # fmt: skip

READING = 2.0  # seconds that a question may read, as with `shared.STATEMENT_MS`


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """What came of opening the file of a label: a release, or the reason why there is none."""

    label: Manifest
    signature: FileIdentity
    outcome: Release | ReleaseDamaged | SchemaMismatch


class Releases:
    """The folder of releases, and the one that is current.

    A thread looks at the pointer every ``poll`` seconds. It verifies and opens what is new beside
    what is served, and then changes one reference; what cannot be verified leaves the release
    before it serving, and is told by ``trouble``. The thread begins when a process first asks: a
    server may fork before that, or after ``close``.
    """

    def __init__(self, folder: Path, poll: float = 1.0) -> None:
        self.folder = folder
        self._poll = poll
        self._process = 0
        self._starting = threading.Lock()
        self._held: ContextVar[list[Release] | None] = ContextVar("held", default=None)
        self._state: tuple[Release | None, ReleaseUnavailable | None] = (None, None)
        self._opening = threading.Lock()
        self._tried: dict[str, OpenAttempt] = {}
        self._served: OpenAttempt | None = None

    @property
    def current(self) -> Release:
        """The newest release, or the pinned one. Raises ReleaseUnavailable while there is none."""
        held = self._held.get()
        if held is None:
            return self._newest()
        if not held:
            held.append(self._newest())
        return held[0]

    @property
    def degraded_reason(self) -> str | None:
        """Why the newest release cannot be served, in a sentence; None while all is well."""
        self.start_watching()
        trouble = self._state[1]
        return str(trouble) if trouble else None

    def of(self, release: str) -> Release:
        """The release of an id, while it is kept. Raises ReleaseGone, ReleaseUnavailable."""
        current = self.current
        return current if release == current.id else self._older(release)

    def logged(self) -> tuple[Entry, ...]:
        """The releases that were ever built here, oldest first. Raises ReleaseUnavailable."""
        return logged(self.folder)

    def pin(self) -> Token[list[Release] | None]:
        """From now on, whoever asks in this thread is given one and the same current release."""
        return self._held.set([])

    def unpin(self, token: Token[list[Release] | None]) -> None:
        self._held.reset(token)

    def start_watching(self) -> None:
        """Open the current release and follow the pointer, as whoever asks first does otherwise."""
        if self._process != os.getpid():
            self._start()

    def close(self) -> None:
        """End the thread and close the connections; whoever asks then begins anew."""
        if self._process == os.getpid():
            self._ended.set()
            self._thread.join()
            self._end()
            self._process = 0

    def _newest(self) -> Release:
        self.start_watching()
        release, trouble = self._state
        if release is None or isinstance(trouble, DatabaseUnavailable):
            raise type(trouble)(str(trouble)) if trouble else ReleaseUnavailable("no release")
        return release

    def _start(self) -> None:
        with self._starting:
            if self._process == os.getpid():
                return
            self._begin()
            self._refresh()
            self._ended = threading.Event()
            watched = (weakref.ref(self), self._ended, self._poll)
            self._thread = threading.Thread(
                target=_watch, args=watched, name="pointer", daemon=True
            )
            self._thread.start()
            self._process = os.getpid()

    def _begin(self) -> None:
        """Take nothing over from a process that this one was forked from."""
        self._state = (None, None)
        self._tried = {}
        self._served = None

    def _end(self) -> None:
        for release in [tried.outcome for tried in self._tried.values()]:
            if isinstance(release, Release):
                release.engine.dispose()

    def _refresh(self) -> None:
        """Follow the pointer; whatever was being read goes on in the release it began with."""
        try:
            self._served = self._opened(current_manifest(self.folder))
        except ReleaseUnavailable as reason:
            self._served = self._served and self._verified_unchanged(self._served)
            self._state = (_release_of(self._served), reason)
        else:
            self._state = (_release_of(self._served), None)
            self._close_expired()

    def _older(self, release: str) -> Release:
        try:
            label = manifest_of(self.folder, release)
            if label is None:
                raise ReleaseGone(release, "is not kept")
            opened = _release_of(self._opened(label))
        except ReleaseUnavailable as reason:
            raise ReleaseGone(release, f"cannot be read: {reason}") from None
        assert opened  # noqa: S101  # else there was a reason
        return opened

    def _opened(self, label: Manifest) -> OpenAttempt:
        """Verify and open the file of a label, once. Raises ReleaseUnavailable."""
        tried = self._known(label)
        if tried is None:
            with self._opening:
                tried = self._known(label) or _open(self.folder, label)
                self._tried[label.release] = tried
        if isinstance(tried.outcome, ReleaseUnavailable):
            raise type(tried.outcome)(str(tried.outcome))
        return tried

    def _known(self, label: Manifest) -> OpenAttempt | None:
        """What came of it before, if the file has not been changed since."""
        tried = self._tried.get(label.release)
        if tried and tried.label == label and tried.signature == _identity(self.folder, label):
            return tried
        return None

    def _verified_unchanged(self, served: OpenAttempt) -> OpenAttempt | None:
        """What is served, if nobody wrote to its file. Nobody can write to one that was replaced.

        It is as if it were not there else: rather no figure than an altered one.
        """
        now = _identity(self.folder, served.label)
        if now is None or now == served.signature or now[:2] != served.signature[:2]:
            return served
        try:
            return replace(served, signature=verify_digest(self.folder, served.label))
        except ReleaseUnavailable:
            return None

    def _close_expired(self) -> None:
        """Close what is kept no more, so that its room on the disk becomes free."""
        served = self._served.label.release if self._served else ""
        for release in set(self._tried) - {served, *release_ids(self.folder)}:
            outcome = self._tried.pop(release).outcome
            if isinstance(outcome, Release):
                outcome.engine.dispose()


def _watch(watched: weakref.ReferenceType[Releases], ended: threading.Event, poll: float) -> None:
    """Look again and again, until it is ended or nobody else knows the releases any more."""
    while not ended.wait(poll):
        releases = watched()
        if releases is None:
            return
        releases._refresh()
        del releases


def _release_of(tried: OpenAttempt | None) -> Release | None:
    return tried.outcome if tried and isinstance(tried.outcome, Release) else None


def _identity(folder: Path, label: Manifest) -> FileIdentity | None:
    try:
        return file_identity((folder / label.file).lstat())
    except OSError:
        return None


def _open(folder: Path, label: Manifest) -> OpenAttempt:
    """Verify and open a file. Raises ReleaseUnavailable for what may be otherwise the next time."""
    try:
        signature = verify_digest(folder, label)
        return OpenAttempt(label, signature, release_in_file(folder, label, signature, READING))
    except (ReleaseDamaged, SchemaMismatch) as reason:
        return OpenAttempt(label, _identity(folder, label) or (), reason)
