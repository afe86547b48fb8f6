#!/usr/bin/python3
"""What systemd-analyze takes for each elapse of the schedules that OnCalendar= can say; prints JSON for Benchmarks/run.

  oncalendar.py ASSIGNMENT

It is a program and not a library, so whole runs are timed, one with many iterations and one with one: what a further iteration
costs is the difference, which leaves out the start of the process, but not the two lines that each iteration prints. It walks from
one elapse to the next; the schedule's zone is that of the process, since systemd forks for each elapse in another one.
"""
import json
import os
import re
import subprocess
import sys
import time
from datetime import datetime, timezone

START = datetime(2026, 1, 1)
ITERATIONS = 2000
# Some expressions end within systemd's calendar, with the year 2199; the search behind the last is not to count.
FEW = 100
# Beside each local time, in a zone that is not UTC itself.
ELAPSE = re.compile(r"^ *\(in UTC\): \w+ (\S+ \S+) UTC$", re.M)


def run(case, iterations):
    """The nanoseconds that a run takes, and the seconds of its elapses."""
    command = ["systemd-analyze", "calendar", f"--iterations={iterations}", f"--base-time={START}", case["calendar"]]
    start = time.perf_counter_ns()
    done = subprocess.run(command, env={**os.environ, "TZ": case["zone"], "LC_ALL": "C"}, capture_output=True, text=True)
    end = time.perf_counter_ns()
    if done.returncode != 0:
        raise SystemExit(f"{case['calendar']}: {done.stderr.strip()}")
    elapses = [
        round(datetime.fromisoformat(elapse).replace(tzinfo=timezone.utc).timestamp()) for elapse in ELAPSE.findall(done.stdout)]
    return end - start, elapses


def measured(case):
    _, elapses = run(case, ITERATIONS)
    count = len(elapses)
    result = {"name": case["name"], "elapses": elapses, "iterations": count, "next": None}
    if count > 1:
        rounds = 5 if count > FEW else 25
        # In turn, so that a busy moment meets both.
        pairs = [(run(case, count)[0], run(case, 1)[0]) for _ in range(rounds)]
        result["next"] = max(0, round((min(many for many, _ in pairs) - min(one for _, one in pairs)) / (count - 1)))
    return result


with open(sys.argv[1]) as file:
    assignment = json.load(file)
json.dump([measured(case) for case in assignment["cases"] if case["calendar"]], sys.stdout)
