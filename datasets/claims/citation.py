"""Citations of figures and datasets: as text, APA, BibTeX, RIS and CSL-JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.claims.periods import day_text
from datasets.claims.statement import capitalized

TITLE = "Reported Figures"

# Characters that LaTeX interprets, with their escapes.
_LATEX_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedWork:
    """The bibliographic data of a figure or a dataset.

    ``address`` is an absolute URL that is pinned to a vintage; ``container`` names the source or
    this service.
    """

    key: str
    author: str
    title: str
    issued: date
    container: str
    address: str
    release: str
    note: str


def figure_citation(row: Mapping[str, Any], release: str, address: str) -> CitedWork:
    """The bibliographic data of a published row, with the claimant as author.

    Title and container are parts of the statement. The title of a retraction begins with
    "Retracted: ".
    """
    prefix = "Retracted: " if row["change"] == "retracted" else ""
    author, issued = capitalized(row["claimant_name"]), date.fromisoformat(row["claimed_on"])
    _, _, claim = row["statement"].partition(f" said on {day_text(issued)} that ")
    outlets_prefix = "relayed by " if row["via"] else f"{row['publisher_name']}, "
    title, _, outlets = claim.removesuffix(").").rpartition(f" ({outlets_prefix}")
    return CitedWork(
        key=f"{row['id']}-r{row['revision']}",
        author=author,
        title=prefix + capitalized(title),
        issued=issued,
        container=outlets_prefix + outlets,
        address=address,
        release=release,
        note=prefix + row["statement"],
    )


def dataset_citation(title: str, name: str, newest: str, release: str, address: str) -> CitedWork:
    """The bibliographic data of a dataset or of a query on it."""
    return CitedWork(
        key=f"reported-figures-{name}",
        author=TITLE,
        title=f"{title}: claims recorded until {newest}",
        issued=date.fromisoformat(newest),
        container=TITLE,
        address=address,
        release=release,
        note=f"{title}, claims recorded until {day_text(date.fromisoformat(newest))}. Each figure "
        "is a claim; cite the claimant with it.",
    )


def citation_formats(work: CitedWork) -> dict[str, Any]:
    """The citation in all formats, by key of the response."""
    return {
        "text": plain_text(work),
        "apa": apa(work),
        "bibtex": bibtex(work),
        "ris": ris(work),
        "csl": csl(work),
        "address": work.address,
        "release": work.release,
    }


def plain_text(work: CitedWork) -> str:
    """One sentence with release and URL."""
    return f"{work.note} {TITLE}, release {work.release}, {work.address}"


def apa(work: CitedWork) -> str:
    """The style of the American Psychological Association, 7th edition, for a data set."""
    day, month, year = day_text(work.issued).split(" ")
    return (
        f"{work.author}. ({year}, {month} {day}). {work.title} [Data set; {work.container}]. "
        f"{TITLE}, release {work.release}. {work.address}"
    )


def bibtex(work: CitedWork) -> str:
    """A BibTeX entry of type ``misc``."""
    fields = {
        "author": f"{{{_escape_latex(work.author)}}}",
        "title": f"{{{_escape_latex(work.title)}}}",
        "year": str(work.issued.year),
        "month": str(work.issued.month),
        "howpublished": _escape_latex(f"{work.container}; in {TITLE}, release {work.release}"),
        "url": work.address,
        "note": _escape_latex(work.note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def ris(work: CitedWork) -> str:
    """A record of the RIS format (Research Information Systems), of type DATA."""
    fields = (
        ("TY", "DATA"),
        ("ID", work.key),
        ("AU", work.author),
        ("TI", work.title),
        ("PY", str(work.issued.year)),
        ("DA", work.issued.strftime("%Y/%m/%d")),
        ("PB", work.container),
        ("ET", f"release {work.release}"),
        ("UR", work.address),
        ("N1", work.note),
        ("ER", ""),
    )
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)
    return "".join(lines)


def csl(work: CitedWork) -> dict[str, Any]:
    """An item of CSL-JSON (Citation Style Language 1.0.2)."""
    day = work.issued
    return {
        "id": work.key,
        "type": "dataset",
        "author": [{"literal": work.author}],
        "title": work.title,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "container-title": work.container,
        "publisher": TITLE,
        "version": work.release,
        "URL": work.address,
        "note": work.note,
    }


def _escape_latex(text: str) -> str:
    return "".join(_LATEX_ESCAPES.get(sign, sign) for sign in text)
