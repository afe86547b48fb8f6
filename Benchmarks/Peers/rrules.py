#!/usr/bin/python3
"""What dateutil takes for the next date of each schedule that a recurrence rule of RFC 5545 can say; prints JSON for Benchmarks/run.

  rrules.py ASSIGNMENT

In two ways: `kept` is one rule from the schedule's beginning, which dateutil goes through from there each time; `anew` begins the
rule again on the day before the point, where the schedule is not counted from its beginning. Both include the way from seconds to
the wall clock and back. Only each eighth point is asked for.
"""
import json
import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr, rruleset

# What does not count from a date of its own begins with the points, on a Monday.
BEGINNING = "2025-12-29"
EVERY = 8
ROUNDS = 3
# In nanoseconds: past it no round is begun, and within the first no point.
LIMIT = 1_000_000_000


def begun_anew(rule, start):
    if not isinstance(rule, rruleset):
        return rule.replace(dtstart=start)
    anew = rruleset()
    for one in rule._rrule:
        anew.rrule(one.replace(dtstart=start))
    for one in rule._exrule:
        anew.exrule(one.replace(dtstart=start))
    for one in rule._rdate:
        anew.rdate(one)
    for one in rule._exdate:
        anew.exdate(one)
    return anew


def sweep(points, work):
    times, answers = [None] * len(points), [None] * len(points)
    beginning = time.perf_counter_ns()
    for turn in range(ROUNDS + 1):
        for index in range(0, len(points), EVERY):
            start = time.perf_counter_ns()
            answer = work(points[index])
            end = time.perf_counter_ns()
            answers[index] = answer
            times[index] = min(end - start, times[index] or end - start)
            if turn == 0 and end - beginning > LIMIT:
                return {"times": times, "answers": answers}
        if time.perf_counter_ns() - beginning > LIMIT:
            break
    return {"times": times, "answers": answers}


def measured(case, points):
    zone = ZoneInfo(case["zone"])
    text = "\n".join(case["rrule"])
    start = datetime.fromisoformat(case.get("starting", BEGINNING))
    rule = rrulestr(text, dtstart=start)

    def seconds(date):
        return None if date is None else round(date.replace(tzinfo=zone, fold=0).timestamp())

    def kept(point):
        return seconds(rule.after(datetime.fromtimestamp(point, zone).replace(tzinfo=None)))

    def anew(point):
        local = datetime.fromtimestamp(point, zone).replace(tzinfo=None)
        eve = datetime(local.year, local.month, local.day) - timedelta(days=1)
        return seconds(begun_anew(rule, eve).after(local))

    parses = []
    for _ in range(21):
        begin = time.perf_counter_ns()
        rrulestr(text, dtstart=start)
        parses.append(time.perf_counter_ns() - begin)
    result = {"name": case["name"], "parse": sorted(parses)[10], "kept": sweep(points, kept)}
    if "starting" not in case:
        result["anew"] = sweep(points, anew)
    return result


with open(sys.argv[1]) as file:
    assignment = json.load(file)
json.dump(
    [measured(case, assignment["points"][case["zone"]]) for case in assignment["cases"] if case["rrule"]], sys.stdout)
