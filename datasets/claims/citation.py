"""How a figure, or a set of them, is cited: as words and in the forms of reference managers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.claims.statement import capitalised, day_words

TITLE = "Reported Figures"

# What BibTeX would read as a command, and how it is written instead.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: who is named first, what it is called, when it was said, and where it stands.

    ``address`` is absolute and pinned to a vintage; ``container`` is the document or the service.
    """

    key: str
    author: str
    title: str
    issued: date
    container: str
    address: str
    release: str
    note: str


def cited_figure(row: Mapping[str, Any], release: str, address: str) -> Cited:
    """A published row as something to cite: the claimant is the author, the outlet is named.

    The words are those of its statement: the number and what it counts, outlets by their names.
    A retraction says that it is one.
    """
    mark = "Retracted: " if row["change"] == "retracted" else ""
    author, issued = capitalised(row["claimant_name"]), date.fromisoformat(row["claimed_on"])
    said = row["statement"].removeprefix(f"{author}, {day_words(issued)}: ")
    outlets_begin = "relayed by " if row["via"] else f"{row['publisher_name']}, "
    title, _, outlets = said.removesuffix(")").rpartition(f" ({outlets_begin}")
    return Cited(
        key=f"{row['id']}-r{row['revision']}",
        author=author,
        title=mark + title,
        issued=issued,
        container=outlets_begin + outlets,
        address=address,
        release=release,
        note=mark + row["statement"],
    )


def cited_dataset(title: str, name: str, newest: str, release: str, address: str) -> Cited:
    """A dataset, or the answer to a question about it, as something to cite."""
    return Cited(
        key=f"reported-figures-{name}",
        author=TITLE,
        title=f"{title}: claims recorded until {newest}",
        issued=date.fromisoformat(newest),
        container=TITLE,
        address=address,
        release=release,
        note=f"{title}, claims recorded until {day_words(date.fromisoformat(newest))}. Each figure "
        "is a claim; cite the claimant with it",
    )


def citations(cited: Cited) -> dict[str, Any]:
    """The citation in every form."""
    return {
        "text": printed(cited),
        "apa": apa(cited),
        "bibtex": bibtex(cited),
        "ris": ris(cited),
        "csl": csl(cited),
        "address": cited.address,
        "release": cited.release,
    }


def printed(cited: Cited) -> str:
    """A line that can be printed, with where it can be looked up."""
    return f"{cited.note}. {TITLE}, release {cited.release}, {cited.address}"


def apa(cited: Cited) -> str:
    """American Psychological Association, 7th edition, as for a data set."""
    number, month, year = day_words(cited.issued).split(" ")
    return (
        f"{cited.author}. ({year}, {month} {number}). {cited.title} [Data set; {cited.container}]. "
        f"{TITLE}, release {cited.release}. {cited.address}"
    )


def bibtex(cited: Cited) -> str:
    """A BibTeX entry of type ``misc``."""
    fields = {
        "author": f"{{{_latex(cited.author)}}}",
        "title": f"{{{_latex(cited.title)}}}",
        "year": str(cited.issued.year),
        "month": str(cited.issued.month),
        "howpublished": _latex(f"{cited.container}; in {TITLE}, release {cited.release}"),
        "url": cited.address,
        "note": _latex(cited.note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}\n}}\n"


def ris(cited: Cited) -> str:
    """A record of the RIS format (Research Information Systems), of type DATA."""
    fields = (
        ("TY", "DATA"),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("PY", str(cited.issued.year)),
        ("DA", cited.issued.strftime("%Y/%m/%d")),
        ("PB", cited.container),
        ("ET", f"release {cited.release}"),
        ("UR", cited.address),
        ("N1", cited.note),
        ("ER", ""),
    )
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)
    return "".join(lines)


def csl(cited: Cited) -> dict[str, Any]:
    """An item of CSL-JSON (Citation Style Language 1.0.2)."""
    day = cited.issued
    return {
        "id": cited.key,
        "type": "dataset",
        "author": [{"literal": cited.author}],
        "title": cited.title,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "container-title": cited.container,
        "publisher": TITLE,
        "version": cited.release,
        "URL": cited.address,
        "note": cited.note,
    }


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)
