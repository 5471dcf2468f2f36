"""Atom feed of changes (RFC 4287)."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from datasets.release.release import Release

NAMESPACE = "http://www.w3.org/2005/Atom"
# The prefix of ids: a tag (RFC 4151), which is not an address. A host or a scheme would change
# with the deployment, and a feed reader would then show every entry again. Registries sell no name
# without a dot, so nobody else can own this one.
TAG = "tag:reported-figures,2026:"

CHANGE_LABELS = {
    "new": "Recorded",
    "revised": "Revised",
    "corrected": "Corrected",
    "retracted": "Retracted",
}

Filters = Mapping[str, Iterable[Any]]  # the values of each filter


def atom(
    rows: Iterable[Mapping[str, Any]], filters: Filters, release: Release, home: str, address: str
) -> str:
    """A feed of rows, newest first, at the path ``address`` of the service at the URL ``home``.

    Its id depends on the filters, not on their order and not on the page.
    """
    texts = {name: ",".join(sorted(map(str, filters[name]))) for name in sorted(filters)}
    query = "&".join(f"{name}={quote(text, safe=',:/')}" for name, text in texts.items())
    chosen = "; ".join(f"{name} {text}" for name, text in texts.items())
    feed = Element("feed", xmlns=NAMESPACE)
    _text(feed, "title", "Reported Figures: what changed" + (f" ({chosen})" if chosen else ""))
    _text(feed, "id", f"{TAG}changes" + (f"?{query}" if query else ""))
    _text(feed, "updated", _midnight(release.newest))
    _text(SubElement(feed, "author"), "name", "Reported Figures")
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=home + address)
    for row in rows:
        _entry(feed, row, home)
    body: str = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _entry(feed: Element, row: Mapping[str, Any], home: str) -> None:
    entry = SubElement(feed, "entry")
    page = f"/figures/{row['id']}?revision={row['revision']}"
    _text(entry, "title", f"{CHANGE_LABELS[row['change']]}: {row['statement']}")
    _text(entry, "id", f"{TAG}{row['id']}/{row['revision']}")
    _text(entry, "updated", _midnight(row["recorded_on"]))
    SubElement(entry, "link", rel="alternate", type="text/html", href=f"{home}{page}")
    SubElement(entry, "link", rel="alternate", type="application/json", href=f"{home}/v1{page}")
    SubElement(entry, "category", term=row["dataset"])
    _text(entry, "summary", row["note"] or row["statement"])


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"
