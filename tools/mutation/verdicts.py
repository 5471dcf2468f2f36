"""The verdicts on mutants, stored in a file with one line for each."""

import json
from collections.abc import Sequence
from pathlib import Path

from tools.mutation.mutant import Mutant

VERDICTS = Path("mutants/verdicts.jsonl")
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


def verdicts() -> dict[tuple[str, str], str]:
    """The verdict on each mutant, by its key."""
    return {(file, change): verdict for file, change, verdict in _lines()}


def record(mutant: Mutant, verdict: str) -> None:
    with VERDICTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps([*mutant.key, verdict], ensure_ascii=False) + "\n")


def forget(mutants: Sequence[Mutant]) -> None:
    keys = {mutant.key for mutant in mutants}
    others = [line for line in _lines() if (line[0], line[1]) not in keys]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in others)
    VERDICTS.write_text(text, encoding="utf-8")


def _lines() -> list[list[str]]:
    if not VERDICTS.exists():
        return []
    return [json.loads(line) for line in VERDICTS.read_text(encoding="utf-8").splitlines()]
