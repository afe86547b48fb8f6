#!/usr/bin/python3
"""Kills the service at random moments around due times, and judges by the ledger and by what the notification server was sent.

  torture.py run N    writes rituals that ring every second, and kills the service N times
  torture.py judge    ends with 1 where an occurrence is lost, doubled or undecided

`beat` is due every second: each is overtaken by the next. `one-N` are due once each, every other second, and want no answer.
"""
import bisect
import datetime
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

home = pathlib.Path.home()
plan = home / "plan.json"


def show(name):
    return subprocess.run(["systemctl", "--user", "show", "-P", name, "rituald"], capture_output=True, text=True).stdout.strip()


def clock(second):
    return datetime.datetime.fromtimestamp(second).strftime("%H:%M:%S")


def wait_for_another(pid):
    while True:
        new = show("MainPID")
        if new not in ("0", pid) and show("ActiveState") == "active":
            return new
        time.sleep(0.02)


def run(kills):
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    start = int(time.time()) + 5
    seconds = kills * 3 + 20
    lines = ["rituals:", f"  beat: {{when: 'daily at {', '.join(clock(start + n) for n in range(seconds))}'}}"]
    lines += [
        f"  one-{n}: {{title: One {n}, answer: false, when: 'daily at {clock(start + n)}'}}" for n in range(0, seconds, 2)]
    (home / ".config/rituald/rituals.yaml").write_text("\n".join(lines) + "\n")
    subprocess.run(["systemctl", "--user", "start", "rituald"], check=True)
    pid = show("MainPID")
    time.sleep(max(0, start - time.time()))
    for _ in range(kills):
        # Around the full second every other time, and anywhere else.
        moment = time.time() + chance.uniform(0.3, 1.5)
        if chance.random() < 0.5:
            moment = round(moment) + chance.gauss(0.002, 0.01)
        time.sleep(max(0, moment - time.time()))
        os.kill(int(pid), signal.SIGKILL)
        pid = wait_for_another(pid)
    # The last of them may come late, and the digest of nothing not at all.
    time.sleep(3)
    plan.write_text(json.dumps({"start": start, "end": int(time.time()) - 2, "killed": kills}))


def judge():
    said = json.loads(plan.read_text())
    ledger = sqlite3.connect(f"file:{home}/.local/state/rituald/ledger.sqlite?mode=ro", uri=True)
    faults = []
    for row in ledger.execute("PRAGMA integrity_check"):
        if row != ("ok",):
            faults.append(f"integrity: {row}")
    for row in ledger.execute("PRAGMA foreign_key_check"):
        faults.append(f"foreign key: {row}")
    known = {(ritual, due): outcome for ritual, due, outcome in ledger.execute("SELECT ritual, due, outcome FROM occurrences")}
    date = datetime.datetime.fromtimestamp
    for second in range(said["start"], said["end"]):
        due = date(second).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
        names = ["beat"] + ([f"one-{second - said['start']}"] if (second - said["start"]) % 2 == 0 else [])
        for name in names:
            if (name, due) not in known:
                faults.append(f"{name} {due} is not in the ledger")
            elif known[name, due] is None:
                faults.append(f"{name} {due} has no outcome")
            elif name != "beat" and known[name, due] != "shown":
                faults.append(f"{name} {due} is {known[name, due]}")
    for row in ledger.execute(
            "SELECT ritual, due FROM occurrences o WHERE outcome IS NOT (SELECT outcome FROM outcomes WHERE occurrence = o.id"
            " ORDER BY number DESC LIMIT 1)"):
        faults.append(f"{row} has another outcome than its last")
    # Each beat is begun in the ledger before it's sent: one that comes late may arrive in the second of the next.
    begun = ledger.execute(
        "SELECT a.at, o.due FROM announcements a JOIN occurrences o ON o.id = a.occurrence"
        " WHERE o.ritual = 'beat' AND a.kind = 'ring' ORDER BY a.at").fetchall()
    moments = [at for at, _ in begun]

    def beat(nanoseconds):
        place = bisect.bisect_right(moments, nanoseconds // 1000)
        return begun[place - 1][1] if place else None

    shown = {}
    again = 0
    for line in open(home / "rings.jsonl"):
        call = json.loads(line)
        if call["method"] != "Notify" or call["hints"].get("suppress-sound"):
            continue
        if "Shown again" in call["body"]:
            again += 1
            continue
        # Several in one bubble stand in its lines.
        names = call["body"].split("\n") if call["summary"].endswith("at once") else [call["summary"]]
        for name in names:
            key = (name, beat(call["at"])) if name == "Beat" else name
            if name.endswith("(again)"):
                again += 1
            elif name.startswith(("One ", "Beat")):
                shown.setdefault(key, []).append(call["at"] % 10_000_000_000 / 1e9)
    faults += [f"{key} was shown as new at the seconds {times}" for key, times in shown.items() if len(times) > 1]
    # A judge who has seen nothing says nothing.
    if len(shown) < said["killed"]:
        faults.append(f"only {len(shown)} rings were shown")
    print(f"{said['killed']} times killed: {len(known)} occurrences, {len(shown)} shown as new, {again} again, {len(faults)} faults")
    print(*faults[:20], sep="\n")
    return 1 if faults else 0


if sys.argv[1] == "run":
    run(int(sys.argv[2]))
else:
    sys.exit(judge())
