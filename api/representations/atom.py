"""Atom feed of changes (RFC 4287)."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from datasets.release.release import Release

NAMESPACE = "http://www.w3.org/2005/Atom"

CHANGE_LABELS = {
    "new": "Recorded",
    "revised": "Revised",
    "corrected": "Corrected",
    "retracted": "Retracted",
}


def atom(rows: Iterable[Mapping[str, Any]], release: Release, home: str, address: str) -> str:
    """A feed of rows, newest first, at the path ``address`` of the service at the URL ``home``."""
    feed = Element("feed", xmlns=NAMESPACE)
    _text(feed, "title", "Reported Figures: what changed")
    _text(feed, "id", home + address)
    _text(feed, "updated", _midnight(release.newest))
    _text(SubElement(feed, "author"), "name", "Reported Figures")
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=home + address)
    for row in rows:
        _entry(feed, row, home)
    body: str = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _entry(feed: Element, row: Mapping[str, Any], home: str) -> None:
    entry = SubElement(feed, "entry")
    pinned = f"{home}/v1/figures/{row['id']}?revision={row['revision']}"
    _text(entry, "title", f"{CHANGE_LABELS[row['change']]}: {row['statement']}")
    _text(entry, "id", pinned)
    _text(entry, "updated", _midnight(row["recorded_on"]))
    SubElement(entry, "link", rel="alternate", type="application/json", href=pinned)
    SubElement(entry, "category", term=row["dataset"])
    _text(entry, "summary", row["note"] or row["statement"])


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"
