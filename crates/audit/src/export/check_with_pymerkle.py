#!/usr/bin/env python3
"""Checks the tree of an export by the program of somebody else: https://pypi.org/project/pymerkle

    python3 -m venv venv && venv/bin/pip install pymerkle==7.0.0
    venv/bin/python check_with_pymerkle.py

It builds the tree from the leaves and finds every root and every proof of the export to be its own.
It holds the leaves in memory. Signatures are check.py's work.
"""

import base64
import json
import os

from pymerkle import InclusionProof, InmemoryTree, verify_inclusion


def lines(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "rb") as file:
        return file.read().split(b"\n")[:-1]


tree = InmemoryTree(algorithm="sha256")
tree.append_entries(lines("leaves.jsonl"))
size, root = tree.get_size(), tree.get_root()

checkpoints = lines("checkpoints.txt")
assert len(checkpoints) == 6 * size, "there is not one checkpoint for each leaf"
for number in range(size):
    said = base64.b64decode(checkpoints[6 * number + 2])
    assert said == tree.get_root(number + 1), f"checkpoint {number + 1} has another root"
newest = base64.b64decode(lines("checkpoint.txt")[2])
assert newest == root, "checkpoint.txt has another root"

proofs = [json.loads(line) for line in lines("proofs.jsonl")]
assert len(proofs) == size, "there is not one proof for each leaf"
for number, proof in enumerate(proofs):
    base = tree.get_leaf(number + 1)
    theirs = tree.prove_inclusion(number + 1).serialize()
    ours = [base.hex()] + proof["path"]
    assert proof["entry"] == number and theirs["path"] == ours, f"the proof of entry {number} is another"
    verify_inclusion(base, newest, InclusionProof.deserialize({**theirs, "path": ours}))

print(f"pymerkle finds the same tree: {size} leaves, {size} roots, {size} proofs, root {root.hex()}")
