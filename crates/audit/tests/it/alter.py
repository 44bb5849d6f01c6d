"""Run in an export: alters it in every way that one byte or one line allows; its check must notice each."""

import functools
import os
import shutil
import sys
import tempfile

home = tempfile.mkdtemp()
copy = os.path.join(home, "export")
shutil.copytree(".", copy)
sys.path.insert(0, copy)
import check

# Slow, and the same for the same text.
check.Key = functools.lru_cache(check.Key)
check.check_signatures = lambda checkpoints: [checkpoint.check() for checkpoint in checkpoints]
check_sums = check.check_sums
DATA = ("leaves.jsonl", "checkpoints.txt", "checkpoint.txt", "proofs.jsonl", "key.txt", "key.pem")
tried = 0


def notices(altered, look):
    """Whether `look` finds something wrong with the export while these files are altered."""
    global tried
    tried += 1
    genuine = {}
    for name, text in altered.items():
        with open(os.path.join(copy, name), "rb") as file:
            genuine[name] = file.read()
        assert genuine[name] != text
        with open(os.path.join(copy, name), "wb") as file:
            file.write(text)
    try:
        look()
    except (check.Wrong, ValueError, KeyError, TypeError):
        return True
    finally:
        for name, text in genuine.items():
            with open(os.path.join(copy, name), "wb") as file:
                file.write(text)
    return False


def read(name):
    with open(os.path.join(copy, name), "rb") as file:
        return file.read()


def whole():
    check.check_export(None, None)


whole()
for name in sorted(os.listdir(copy)):
    text = read(name)
    # SHA-256 is no rule of ours: some bytes of each file will do.
    for at in range(0, len(text), 1 + len(text) // 50):
        bent = text[:at] + bytes([text[at] ^ 1 << at % 8]) + text[at + 1:]
        assert notices({name: bent}, check_sums), f"the sums do not notice byte {at} of {name}"

# Whoever alters files makes the sums anew, too: from here on they are always right.
check.check_sums = lambda: None
for name in DATA:
    text = read(name)
    for at in range(len(text)):
        bent = text[:at] + bytes([text[at] ^ 1 << at % 8]) + text[at + 1:]
        assert notices({name: bent}, whole), f"byte {at} of {name} is altered unnoticed"
        if at % 11 == 0:
            assert notices({name: text[:at] + text[at + 1:]}, whole), f"byte {at} of {name} is gone unnoticed"
            assert notices({name: text[:at] + b"\n" + text[at:]}, whole), f"before byte {at} of {name} is a line end"


def entries(order):
    """The long files with these entries in this order."""
    leaves, proofs = read("leaves.jsonl").splitlines(True), read("proofs.jsonl").splitlines(True)
    notes = read("checkpoints.txt").splitlines(True)
    return {
        "leaves.jsonl": b"".join(leaves[n] for n in order),
        "proofs.jsonl": b"".join(proofs[n] for n in order),
        "checkpoints.txt": b"".join(b"".join(notes[6 * n:6 * n + 6]) for n in order),
    }


for order in ([0], [1], [], [1, 0], [0, 1, 1], [0, 0, 1], [0, 0], [1, 1]):
    assert notices(entries(order), whole), f"entries {order} instead of all are not noticed"
for name in DATA:
    assert notices({name: b""}, whole), f"an empty {name} is not noticed"
    for other in DATA:
        if other != name:
            assert notices({name: read(other)}, whole), f"{other} as {name} is not noticed"
whole()
shutil.rmtree(home)
print(f"{tried} alterations, all noticed")
