"""A file of losses by category and day that can be checked by eye, and a feed of it."""

from dataclasses import dataclass
from pathlib import Path

from datasets.feeds.retrieval import ReceivedFile

HEADER = (
    "country,equipment_type,destroyed,damaged,abandoned,captured,type_total,date_recorded,row_id"
)
DAYS = ("2024-11-01", "2024-11-02", "2024-11-03", "2024-11-04", "2024-11-05")
TOTALS = (3500, 3510, 3520, 3530, 3540)


def oryx_csv(*totals: int | None, header: str = HEADER) -> bytes:
    """The tanks of Russia on the first days of November 2024; no row of a day without a total."""
    rows = [
        f"Russia,Tanks,{total - 9 * total // 10},200,300,400,{total},{day},{number}"
        for number, (day, total) in enumerate(zip(DAYS, totals, strict=False))
        if total is not None
    ]
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


@dataclass(frozen=True)
class OryxFeed:
    """The feed ``oryx`` of a copy of the sample, and a folder with the files of feeds."""

    datasets: Path
    instance: Path
    files: Path

    def put(self, content: bytes, name: str = "daily_count.csv", feed: str = "oryx") -> None:
        folder = self.files / feed
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    def ledgers(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.datasets.rglob("*.csv"))}

    def losses(self) -> list[str]:
        """The rows of the feed in the ledger: id, revision, change, value and end of period."""
        lines = (self.datasets / "ledgers" / "losses.csv").read_text().splitlines()
        rows = [line.split(",") for line in lines if ",oryx-data-" in line]
        return [" ".join((*row[:3], row[9], row[7].rpartition("/")[2])) for row in rows]


def received(content: bytes, name: str = "daily_count.csv", **headers: str) -> ReceivedFile:
    return ReceivedFile(name, content, **headers)
