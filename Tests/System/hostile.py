#!/usr/bin/python3
"""Gives `ritual check` files that want to hang or bloat it: each must be refused within a second, under 64 MB.

Those that are large and have no mistake must be read within it too, and what was left out of the look ahead be said.

  hostile.py RITUAL
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20
ritual = sys.argv[1]
laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi"))
# Made when they are needed: a child begins with its parent's memory.
FILES = {
    "a line of 10 MB": lambda: b"rituals: {a: {title: " + b"x" * (10 * MIB) + b"}}",
    "a line of almost 4 MiB": lambda: b"rituals: {a: {titel: " + b"x" * (4 * MIB - 100) + b"}}",
    "NULs": lambda: b"\0" * MIB,
    "broken UTF-8": lambda: b"rituals:\n  a: {title: \xff\xfe}\n" * 1000,
    "200,000 opening brackets": lambda: b"[" * 200_000,
    "200,000 opening braces": lambda: b"{" * 200_000,
    "a deep indentation": lambda: b"".join(b" " * depth + b"a:\n" for depth in range(2000)),
    "aliases that grow without bound": lambda: laughs.encode(),
    "100,000 mistakes": lambda: b"rituals:\n" + b"".join(b"  r%d: {x: 1}\n" % number for number in range(100_000)),
    "100,000 unknown keys": lambda: b"".join(b"key%d: 1\n" % number for number in range(100_000)),
    "the same key 100,000 times": lambda: b"a: 1\n" * 100_000,
    "100,000 unclosed quotes": lambda: b'a: "\n' * 100_000,
    "a phrase of almost 4 MiB": lambda: b"rituals: {a: {when: " + b"mon, " * (800_000) + b"}}",
    "a phrase of almost 4 MiB, on a line of its own": lambda: b"rituals:\n  a:\n    when: " + b"mon, " * (800_000),
    "only line ends": lambda: b"\n" * (4 * MIB - 1) + b"x",
}
FINE = {
    "a `say` of 3.5 MB": lambda: b"rituals: {a: {when: daily, say: " + b"x" * 3_500_000 + b"}}",
    "20,000 characters of `say` and `late`": lambda: b"rituals: {a: {when: daily, say: '%s', late: '%s'}}" % (b"x " * 10_000, b"{n}" * 7_000),
    "30,000 rituals": lambda: b"rituals:\n" + b"".join(b"  r%d: {when: daily at %02d:%02d}\n" % (n, n % 24, n % 60) for n in range(30_000)),
    "100,000 rituals": lambda: b"rituals:\n" + b"".join(b"  r%d: {when: daily at %02d:%02d}\n" % (n, n % 24, n % 60) for n in range(100_000)),
    "300 rituals of 300 phrases each": lambda: b"rituals:\n" + b"".join(
        b"  r%d: {when: [%s]}\n" % (n, b", ".join(b"mon at %02d:%02d" % (m % 24, m % 60) for m in range(300))) for n in range(300)),
    "200 rituals, six times a day": lambda: b"rituals:\n" + b"".join(
        b"  r%d: {when: 'daily at 7:%02d, 9:00, 12:00, 15:00, 18:00 and 21:00', nudge: 'every 10m, 3 times'}\n" % (n, n % 60) for n in range(200)),
}
failed = 0


def examine(name, path, isFine=False):
    global failed
    start = time.monotonic()
    process = subprocess.Popen([ritual, "check", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took, megabytes = time.monotonic() - start, usage.ru_maxrss / 1024
    code = os.waitstatus_to_exitcode(status)
    isSaid = code == 0 and b"busy day" in output if isFine else code == 1 and b"rituals.yaml:" in errors
    # As many rituals as a file may have take as long to read as they are many; then it's said what was left out.
    seconds, most = (6, 384) if b"look further ahead" in output else (2, 256) if isFine else (1, 64)
    fine = isSaid and took < seconds and megabytes < most
    failed += not fine
    words = errors.splitlines()[0].decode().split(": ", 1)[-1] if errors else "(nothing said)"
    print(f"  {'ok' if fine else 'FAILED'}: {name}: {words[:70]} ({took * 1000:.0f} ms, {megabytes:.0f} MB, exit {code})")


with tempfile.TemporaryDirectory() as folder:
    path = f"{folder}/rituals.yaml"
    for name, content in FILES.items():
        with open(path, "wb") as file:
            file.write(content())
        examine(name, path)
    for name, content in FINE.items():
        with open(path, "wb") as file:
            file.write(content())
        examine(name, path, isFine=True)
    os.unlink(path)
    os.mkdir(path)
    examine("a folder", path)
    os.rmdir(path)
    os.mkfifo(path)
    examine("a pipe", path)
sys.exit(1 if failed else 0)
