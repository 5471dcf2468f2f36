"""Check a Merkle proof: the response of /v1/figures/…/proof or of /v1/releases/consistency.

    python3 check_proof.py ADDRESS_OR_FILE [ROOT]

ROOT is a root that you noted earlier, from /v1/releases or a citation. If the proof is wrong, the
errors are printed and the exit status is 1. Needs only Python.
"""

import hashlib
import json
import sys
from pathlib import Path
from urllib.request import urlopen


def leaf(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
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


def roots_of(start, number, last, path):
    """Follow a path up from a node, as RFC 6962 does (2.1.1 and 2.1.2).

    Returns the root over the leaves up to the node, and the root over all leaves.
    """
    older = newer = start
    for sibling in path:
        if last == 0:
            return older, None
        if number % 2 or number == last:
            older, newer = node(sibling, older), node(sibling, newer)
            while number and not number % 2:
                number, last = number // 2, last // 2
        else:
            newer = node(newer, sibling)
        number, last = number // 2, last // 2
    return older, newer if last == 0 else None


def row_faults(proof):
    heads = {head["dataset"]: head for head in proof["ledgers"]}
    head, path = heads[proof["dataset"]], [bytes.fromhex(text) for text in proof["path"]]
    if leaf(proof["row"]).hex() != proof["leaf"]:
        yield "the row does not have the hash in the proof"
    if not 0 <= proof["number"] < proof["size"] == head["size"]:
        yield "the row has no place in its ledger"
    ledger_root = roots_of(leaf(proof["row"]), proof["number"], proof["size"] - 1, path)[1]
    if ledger_root is None or ledger_root.hex() != head["root"]:
        yield "the path does not lead to the root of the ledger"
    if root(proof["ledgers"]) != proof["root"]:
        yield "the ledgers do not lead to the root of the release"


def release_faults(proof):
    first, second = (
        {head["dataset"]: head for head in proof[name]["ledgers"]} for name in ("first", "second")
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
        power_of_two = old["size"] and old["size"] & (old["size"] - 1) == 0
        start, *rest = [bytes.fromhex(old["root"])] * power_of_two + path or [b""]
        roots = [digest and digest.hex() for digest in roots_of(start, number, last, rest)]
        unchanged = old["size"] == new["size"] and old["root"] == new["root"] and not path
        if not (unchanged or old["size"] == 0 or roots == [old["root"], new["root"]]):
            yield f"{dataset} does not begin as it stood before"


def main(source, noted_root=""):
    if source.startswith(("http://", "https://")):
        with urlopen(source) as response:
            proof = json.load(response)
    else:
        proof = json.loads(Path(source).read_text(encoding="utf-8"))
    faults = list(row_faults(proof) if "row" in proof else release_faults(proof))
    roots = (
        [proof["root"]] if "row" in proof else [proof[key]["root"] for key in ("first", "second")]
    )
    if noted_root and noted_root not in roots:
        faults.append(f"the root that was noted is not {' or '.join(roots)}")
    print(*faults or [f"proven, root {roots[-1]}"], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if sys.argv[1:] else __doc__)
