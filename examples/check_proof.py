"""Check that a figure stands in a release: what /v1/figures/…/proof and …/consistency answer.

    python3 check_proof.py ADDRESS_OR_FILE [ROOT]

ROOT is one that was noted down earlier, from /v1/releases or a citation. Exits with status 1 and
says what is wrong. Needs nothing but Python.
"""

import hashlib
import json
import sys
from pathlib import Path
from urllib.request import urlopen


def leaf(thing):
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node(tree(leaves[:half]), tree(leaves[half:]))


def root(heads):
    return tree([leaf(head) for head in sorted(heads, key=lambda head: head["dataset"])]).hex()


def way(start, number, last, path):
    """The roots that follow, going up: of all leaves, and of those up to where it began."""
    older = newer = start
    for beside in path:
        if last == 0:
            return older, None
        if number % 2 or number == last:
            older, newer = node(beside, older), node(beside, newer)
            while number and not number % 2:
                number, last = number // 2, last // 2
        else:
            newer = node(newer, beside)
        number, last = number // 2, last // 2
    return older, newer if last == 0 else None


def row_faults(proof):
    heads = {head["dataset"]: head for head in proof["ledgers"]}
    head, path = heads[proof["dataset"]], [bytes.fromhex(text) for text in proof["path"]]
    if leaf(proof["row"]).hex() != proof["leaf"]:
        yield "the row does not have the hash that is told of it"
    if not 0 <= proof["number"] < proof["size"] == head["size"]:
        yield "the row has no place in its ledger"
    found = way(leaf(proof["row"]), proof["number"], proof["size"] - 1, path)[1]
    if found is None or found.hex() != head["root"]:
        yield "the path does not lead to the root of the ledger"
    if root(proof["ledgers"]) != proof["root"]:
        yield "the ledgers do not lead to the root of the release"


def release_faults(proof):
    first, second = (
        {h["dataset"]: h for h in proof[name]["ledgers"]} for name in ("first", "second")
    )
    steps = {step["dataset"]: step for step in proof["ledgers"]}
    for name in ("first", "second"):
        if root(proof[name]["ledgers"]) != proof[name]["root"]:
            yield f"the ledgers of the {name} release do not lead to its root"
    for dataset, old in first.items():
        if dataset not in second or dataset not in steps:
            yield f"{dataset} is missing"
            continue
        new, path = second[dataset], [bytes.fromhex(text) for text in steps[dataset]["path"]]
        number, last = old["size"] - 1, new["size"] - 1
        while number > 0 and number % 2:
            number, last = number // 2, last // 2
        whole = old["size"] and old["size"] & (old["size"] - 1) == 0
        start, *rest = [bytes.fromhex(old["root"])] * whole + path or [b""]
        shown = [found and found.hex() for found in way(start, number, last, rest)]
        same = old["size"] == new["size"] and old["root"] == new["root"] and not path
        if not (same or old["size"] == 0 or shown == [old["root"], new["root"]]):
            yield f"{dataset} does not begin as it stood before"


def main(source, noted=""):
    if source.startswith(("http://", "https://")):
        with urlopen(source) as answer:
            proof = json.load(answer)
    else:
        proof = json.loads(Path(source).read_text(encoding="utf-8"))
    faults = list(row_faults(proof) if "row" in proof else release_faults(proof))
    roots = [proof["root"]] if "row" in proof else [proof[n]["root"] for n in ("first", "second")]
    if noted and noted not in roots:
        faults.append(f"the root that was noted is not {' or '.join(roots)}")
    print(*faults or [f"proven, root {roots[-1]}"], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if sys.argv[1:] else __doc__)
