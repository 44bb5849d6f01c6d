#!/usr/bin/env python3
"""Checks an export of a Footbridge audit log, or a proof taken from one.

    python3 check.py                  the export in whose folder this file lies
    python3 check.py proof.json       one proof: of an entry, or that a log continues an older one

    --key KEY           the log's public key as you got it from somebody you trust:
                        a file, or the text name+hash+key. Without it the key that lies beside what
                        is checked is taken, and that says nothing about who made it.
    --checkpoint FILE   a checkpoint that you kept: the export must continue it

Needs Python 3.8 or newer and nothing else. Read it before you run it: it is short, and every rule in
it is from RFC 9162 (Merkle tree), RFC 8032 (Ed25519) or C2SP (signed-note, tlog-checkpoint).
"""

import argparse
import base64
import hashlib
import json
import multiprocessing
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOTE_LINES = 6


class Wrong(Exception):
    """What is not as it was written."""


def must(holds, what):
    if not holds:
        raise Wrong(what)


# The tree: RFC 9162, section 2.1.


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node_hash(left, right):
    return sha256(b"\1", left, right)


class Tree:
    """Grows leaf by leaf and keeps the roots of its complete subtrees, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, hash):
        size = self.size
        while size & 1:
            hash = node_hash(self.peaks.pop(), hash)
            size >>= 1
        self.peaks.append(hash)
        self.size += 1

    def root(self):
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = node_hash(left, root)
        return root


def proves_inclusion(hash, leaf, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= leaf < size:
        return False
    at, last = leaf, size - 1
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash = node_hash(sibling, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = node_hash(hash, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hash == root


def proves_consistency(older, older_root, size, root, path):
    """RFC 9162, section 2.1.4.2."""
    if not 0 < older <= size:
        return False
    if older == size:
        return not path and older_root == root
    if older & (older - 1) == 0:
        path = [older_root] + path
    if not path:
        return False
    at, last = older - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and was == older_root and now == root


# Signatures: RFC 8032, section 5.1. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NOTHING = (0, 1, 1, 0)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def unpack(data):
    """The point of these 32 bytes; None if there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def pack(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Multiples:
    """Makes multiples of one point quickly: 0 to 15 times each of its 16-fold."""

    def __init__(self, point):
        self.rows = []
        for _ in range(64):
            row = [NOTHING]
            for _ in range(15):
                row.append(add(row[-1], point))
            self.rows.append(row)
            point = add(row[-1], point)

    def times(self, number):
        sum = NOTHING
        for at, row in enumerate(self.rows):
            digit = number >> 4 * at & 15
            if digit:
                sum = add(sum, row[digit])
        return sum


BASE = Multiples(unpack((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))


class Key:
    """A key in the form of C2SP signed-note: name+hash+key."""

    def __init__(self, text):
        name, _, rest = text.strip().partition("+")
        short, _, data = rest.partition("+")
        data = unbase64(data.encode())
        must(len(data) == 33 and data[0] == 1, "the key is not one for Ed25519")
        self.name, self.bytes, self.text = name.encode(), data[1:], text.strip()
        self.short = sha256(self.name, b"\n\1", self.bytes)[:4]
        must(short == self.short.hex(), "the key is not the one that its own hash names")
        x, y, z, t = unpack(self.bytes) or NOTHING
        must(y != 1, "the key is no point of the curve")
        self.minus = Multiples((P - x, y, z, P - t))

    def signed(self, text, signature):
        scalar = int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or scalar >= ORDER:
            return False
        digest = hashlib.sha512(signature[:32] + self.bytes + text).digest()
        challenge = int.from_bytes(digest, "little") % ORDER
        return pack(add(BASE.times(scalar), self.minus.times(challenge))) == signature[:32]

    def pem(self):
        der = bytes.fromhex("302a300506032b6570032100") + self.bytes
        return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der) + b"\n-----END PUBLIC KEY-----\n"


def unbase64(text):
    """Only what base64 itself would write."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("something is not base64") from None
    must(base64.b64encode(data) == text, "something is not base64 as it is written")
    return data


class Checkpoint:
    """C2SP tlog-checkpoint with one extension line, `leaf HASH`, in a note with one signature."""

    def __init__(self, note, key):
        lines = note.split(b"\n")
        must(len(lines) == NOTE_LINES + 1 and lines[4] == lines[6] == b"", "a checkpoint has not its six lines")
        must(lines[0] == key.name, "a checkpoint is not of the log whose key this is")
        must(re.fullmatch(rb"[1-9][0-9]*", lines[1]), "a checkpoint does not say its size")
        must(lines[3].startswith(b"leaf "), "a checkpoint does not say its last leaf")
        self.size, self.root, self.leaf = int(lines[1]), unbase64(lines[2]), unbase64(lines[3][5:])
        by = b"\xe2\x80\x94 " + key.name + b" "
        must(lines[5].startswith(by), "a checkpoint is not signed by this log")
        data = unbase64(lines[5][len(by):])
        must(data[:4] == key.short, "a checkpoint is signed by another key")
        self.text, self.signature = b"\n".join(lines[:4]) + b"\n", data[4:]
        self.key = key

    def check(self):
        must(self.key.signed(self.text, self.signature), f"the signature of checkpoint {self.size} is false")
        return self


# An export.


def read(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


def check_sums():
    """Every file is the one that SHA256SUMS names, written as sha256sum writes it."""
    text = ""
    names = sorted(name for name in os.listdir(HERE) if name not in ("SHA256SUMS", "__pycache__"))
    for name in names:
        digest = hashlib.sha256()
        with open(os.path.join(HERE, name), "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
        text += f"{digest.hexdigest()}  {name}\n"
    must(text.encode() == read("SHA256SUMS"), "the files are not those that SHA256SUMS names")


def entries(key):
    """Every entry: its leaf, its checkpoint, its line of proof."""
    names = ("leaves.jsonl", "checkpoints.txt", "proofs.jsonl")
    leaves, notes, proofs = (open(os.path.join(HERE, name), "rb") for name in names)
    with leaves, notes, proofs:
        for leaf in leaves:
            must(leaf.endswith(b"\n"), "the last line of leaves.jsonl is cut")
            note = b"".join(notes.readline() for _ in range(NOTE_LINES))
            yield leaf[:-1], Checkpoint(note, key), proofs.readline()
        must(not notes.read(1) and not proofs.read(1), "there are fewer leaves than checkpoints or proofs")


def check_entry(tree, leaf, checkpoint, line, newest):
    number = tree.size
    hash = leaf_hash(leaf)
    must(checkpoint.leaf == hash, f"entry {number} is not the one that was signed")
    tree.append(hash)
    must(checkpoint.size == tree.size and checkpoint.root == tree.root(),
         f"entry {number} does not continue the entries before it")
    try:
        proof = json.loads(line)
        path = [bytes.fromhex(hash) for hash in proof["path"]]
    except (ValueError, KeyError, TypeError):
        raise Wrong(f"the proof of entry {number} cannot be read") from None
    written = json.dumps({"entry": number, "path": [hash.hex() for hash in path]}, separators=(",", ":"))
    must(line == written.encode() + b"\n", f"line {number + 1} of proofs.jsonl is not as it is written")
    must(proves_inclusion(hash, number, newest.size, path, newest.root), f"the proof of entry {number} is false")


def check_signatures(checkpoints):
    """Each takes a thousandth of a second, so that every processor helps."""
    with multiprocessing.Pool() as pool:
        for _ in pool.imap_unordered(Checkpoint.check, checkpoints, chunksize=500):
            pass


def check_export(key, kept):
    check_sums()
    beside = Key(read("key.txt").decode())
    must(beside.text.encode() + b"\n" == read("key.txt"), "key.txt is not as it is written")
    must(beside.pem() == read("key.pem"), "key.pem and key.txt are not the same key")
    key = key or beside
    must(key.text == beside.text, "the export is of another log: its key is not yours")
    newest = Checkpoint(read("checkpoint.txt"), key).check()
    kept = Checkpoint(kept, key).check() if kept else None
    tree, last = Tree(), None
    for leaf, checkpoint, line in entries(key):
        check_entry(tree, leaf, checkpoint, line, newest)
        same = not kept or kept.size != tree.size or kept.root == checkpoint.root
        must(same, "the log is not the one of the checkpoint that you kept: it was written anew")
        last = checkpoint
    must(last and last.text == newest.text and last.signature == newest.signature,
         "checkpoint.txt is not the checkpoint of the last entry")
    must(not kept or kept.size <= tree.size, "the checkpoint that you kept is newer than this export")
    check_signatures(checkpoint for _, checkpoint, _ in entries(key))
    return f"{tree.size} entries: every one is as it was written and signed."


# A proof by itself.


def check_proof(proof, key):
    path = [bytes.fromhex(hash) for hash in proof["path"]]
    newest = Checkpoint(proof["checkpoint"].encode(), key).check()
    if "older_checkpoint" in proof:
        older = Checkpoint(proof["older_checkpoint"].encode(), key).check()
        must(proves_consistency(older.size, older.root, newest.size, newest.root, path),
             "the log does not continue the older checkpoint")
        return f"The log of {newest.size} entries continues the one of {older.size}: nothing was changed or removed."
    hash = leaf_hash(proof["leaf"].encode())
    must(proves_inclusion(hash, proof["entry"], newest.size, path, newest.root),
         "the leaf is not in the log of the checkpoint")
    must(json.loads(proof["leaf"])["seq"] == proof["entry"], "the leaf is of another entry")
    return f"Entry {proof['entry']} is in the log of {newest.size} entries exactly as it stands in the file."


def main():
    parser = argparse.ArgumentParser(description="Checks an export of a Footbridge audit log, or a proof.")
    parser.add_argument("proof", nargs="?", help="a proof; without it, the folder of this file is checked")
    parser.add_argument("--key", help="the key as you got it elsewhere: a file, or name+hash+key")
    parser.add_argument("--checkpoint", help="a file with a checkpoint that you kept")
    chosen = parser.parse_args()
    try:
        key = chosen.key
        if key and os.path.exists(key):
            with open(key) as file:
                key = file.read()
        key = Key(key) if key else None
        if chosen.proof:
            with open(chosen.proof) as file:
                proof = json.load(file)
            said = check_proof(proof, key or Key(proof["key"]))
        else:
            kept = None
            if chosen.checkpoint:
                with open(chosen.checkpoint, "rb") as file:
                    kept = file.read()
            said = check_export(key, kept)
    except (Wrong, OSError, ValueError, KeyError, TypeError) as wrong:
        sys.exit(f"NOT as it was written: {wrong}")
    print(said)
    if not key:
        print("Checked with the key that lies beside it. Compare that key with one from somebody you trust.")


if __name__ == "__main__":
    main()
