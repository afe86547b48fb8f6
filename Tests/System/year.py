#!/usr/bin/python3
"""Fills a ledger, which a daemon has made, with a year of twenty rituals: each rang each day and was answered or not.

  year.py STATE_FOLDER
"""
import datetime
import random
import sqlite3
import sys

chance = random.Random(1)
ledger = sqlite3.connect(sys.argv[1] + "/ledger.sqlite")
today = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
with ledger:
    for day in range(365, 0, -1):
        for number in range(20):
            due = today - datetime.timedelta(days=day) + datetime.timedelta(hours=3, minutes=number)
            at = int(due.timestamp() * 1_000_000)
            row = ledger.execute(
                "INSERT INTO occurrences (ritual, due, at, zone, rule, rang) VALUES (?, ?, ?, 'UTC', 'rings', ?)",
                (f"ring-{number}", due.strftime("%Y-%m-%dT%H:%M"), at, at + 900)).lastrowid
            ledger.execute(
                "INSERT INTO announcements (occurrence, number, kind, at, state, confirmed, channels) VALUES (?, 1, 'ring', ?, 'shown', ?, 'desktop')",
                (row, at + 500, at + 900))
            outcome = chance.choice(["done", "done", "skipped", "lapsed"])
            if outcome != "lapsed":
                ledger.execute(
                    "INSERT INTO answers (occurrence, number, answer, at, machine, source) VALUES (?, 1, ?, ?, '', 'bubble')",
                    (row, "done" if outcome == "done" else "skip", at + 60_000_000))
            ledger.execute(
                "INSERT INTO outcomes (occurrence, number, outcome, rule, at) VALUES (?, 1, ?, ?, ?)",
                (row, outcome, "unanswered" if outcome == "lapsed" else "answered", at + 60_000_000))
print(ledger.execute("SELECT count(*) FROM occurrences").fetchone()[0], "occurrences")
