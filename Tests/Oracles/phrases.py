#!/usr/bin/env python3
"""The independent reference of the schedule language: `ritual explain --batch` against a walk over civil dates.

  phrases.py --ritual PATH --sample            awkward zones, the fixed phrases, some schedules at random: for each build
  phrases.py --ritual PATH --all [--seed N]    all zones of the system's tz database, thousands of schedules at random
  phrases.py --ritual PATH --ids               what holds of `sometime between A and B`
  phrases.py --self-test                       the reference against cases worked out by hand; needs no engine

For every schedule the reference knows each ring of 2024-2032 (`--years A-B`) from a structure that it never reads out of
text, by Python's datetime and zoneinfo alone. The engine is asked for the spellings beside it, and has to answer with
exactly these times and offsets, with one normal form for all spellings and zones, and with the same answer when asked for
that form. What CONFIG.md refuses has to be refused, with a hint where it says so.

A failure is one line: the request, a tab, `#` and what is wrong; `cut -f1 | ritual explain --batch` asks it again.
Natural phrases that CONFIG.md does not promise may be refused, but not be read otherwise: these lines begin with `note`.
Exit 1 on any failure.
"""
import argparse
import json
import multiprocessing
import random
import secrets
import sys
import time
from functools import lru_cache
from itertools import cycle, islice

sys.dont_write_bytecode = True
from reference import byhand, cases, sometime
from reference.compare import Comparison, Outcome, refusal_problems
from reference.zone import Window, Zone, groups

AWKWARD_ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Antarctica/Troll", "Pacific/Chatham",
    "Africa/Casablanca", "Asia/Beirut", "Pacific/Apia", "America/Santiago", "Africa/Cairo", "Asia/Gaza", "UTC",
    "Asia/Kathmandu", "Europe/Dublin", "America/St_Johns", "America/Havana", "Asia/Almaty", "Atlantic/Azores", "Pacific/Norfolk",
]
SAMPLE = {"seed": 20260329, "schedules": 150, "share": 5}
ALL = {"schedules": 3000, "share": 12}
CHUNK = 25
BATCH = 5
SHOWN = 300


# The work, in jobs small enough to be sent to a worker: (ritual, years, zone names, seed and chunk of random schedules or None)

def jobs(arguments, names, seed, schedules, share):
    for start in range(0, len(names), BATCH):
        yield arguments.ritual, arguments.years, names[start:start + BATCH], None
    ring = cycle(random.Random(seed).sample(names, len(names)))
    for start in range(0, schedules, CHUNK):
        yield arguments.ritual, arguments.years, list(islice(ring, share)), (seed, start, min(CHUNK, schedules - start))


def work(job):
    ritual, years, names, drawn = job
    window = Window(*years)
    made = drawn_cases(window, *drawn) if drawn else fixed_cases(years)
    return Comparison(ritual, window, made).run(Zone(name, window) for name in names)


@lru_cache(maxsize=1)
def fixed_cases(years):
    window = Window(*years)
    return [case.walk(window) for case in cases.fixed()]


def drawn_cases(window, seed, start, count):
    return list(cases.Generator(random.Random(f"{seed}/{start}"), window).cases(count))


def run(jobs):
    """The outcomes of all jobs as one; each schedule counts once, in however many zones it was asked."""
    total, fixed = Outcome(), 0
    with multiprocessing.Pool(2) as pool:
        for is_fixed, outcome in pool.imap_unordered(labelled, jobs):
            if is_fixed:
                fixed, outcome.schedules = outcome.schedules, 0
            total.add(outcome)
    total.schedules += fixed
    return total


def labelled(job):
    return job[3] is None, work(job)


# The modes

def sample(arguments):
    seed = SAMPLE["seed"] if arguments.seed is None else arguments.seed
    return schedules(arguments, AWKWARD_ZONES, seed, arguments.schedules or SAMPLE["schedules"], SAMPLE["share"])


def everything(arguments):
    seed = secrets.randbelow(10 ** 9) if arguments.seed is None else arguments.seed
    names = [random.Random(f"{seed}/{group[0]}").choice(group) for group in groups()]
    return schedules(arguments, names, seed, arguments.schedules or ALL["schedules"], ALL["share"])


def schedules(arguments, names, seed, count, share):
    print(f"seed {seed}", flush=True)
    began = time.monotonic()
    total = run(jobs(arguments, names, seed, count, share))
    failures, refused = refusal_problems(arguments.ritual, cases.refused())
    report(total.failures + failures, total.notes)
    print(f"{len(total.zones)} zones, {total.schedules} schedules, {total.requests} requests, {total.occurrences} occurrences compared, "
          f"{refused} refusals, {len(total.failures) + len(failures)} failures, {time.monotonic() - began:.0f} s")
    return not total.failures and not failures


def ids(arguments):
    failures, draws = sometime.failures(arguments.ritual)
    report(failures, [])
    print(f"{len(sometime.ZONES)} zones, {len(sometime.IDS)} ids, {len(sometime.WINDOWS)} windows, {draws} draws, {len(failures)} failures")
    return not failures


def self_test():
    problems = list(byhand.problems())
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(byhand.RINGS) + len(byhand.DATES)} cases by hand, {len(problems)} failures")
    return not problems


def report(failures, notes):
    """The fixed phrases come by in every batch of zones: what is wrong with one is printed where it was first seen."""
    failures, notes = first_seen(failures), first_seen(notes)
    for note in notes:
        print("note", note)
    for failure in failures[:SHOWN]:
        print(failure)
    if len(failures) > SHOWN:
        print(f"… and {len(failures) - SHOWN} more")


def first_seen(lines):
    seen = {}
    for line in lines:
        asked, _, problem = line.partition("\t")
        seen.setdefault((str(json.loads(asked)["when"]), problem), line)
    return list(seen.values())


def years(text):
    first, last = text.split("-")
    return int(first), int(last)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ritual", metavar="PATH", help="the engine")
    parser.add_argument("--seed", type=int, metavar="N", help="repeat the random schedules of an earlier run")
    parser.add_argument("--schedules", type=int, metavar="N", help="how many schedules at random")
    parser.add_argument("--years", type=years, default=(2024, 2032), metavar="A-B")
    mode = parser.add_mutually_exclusive_group(required=True)
    for name in ["--sample", "--all", "--ids", "--self-test"]:
        mode.add_argument(name, action="store_true")
    arguments = parser.parse_args()
    if not arguments.self_test and not arguments.ritual:
        parser.error("--ritual PATH is needed")
    if arguments.self_test:
        good = self_test()
    elif arguments.ids:
        good = ids(arguments)
    else:
        good = everything(arguments) if arguments.all else sample(arguments)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
