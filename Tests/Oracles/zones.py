#!/usr/bin/env python3
"""What Python's zoneinfo says of every zone of the system's tz database, for ZoneOracleTests.

Prints, for each group of zones with the same rules:
  zones NAME ...
  i SECONDS OFFSET        the offset at an instant
  c WALLSECONDS SECONDS   the instant of a wall-clock time: fold=0, which is as late as the skip, and the first of two
Around every transition of 1970-2040, and of some years that only the footer rule reaches.
"""
import hashlib
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import TZPATH, ZoneInfo, available_timezones

EPOCH = datetime(1970, 1, 1)
DAY = 86_400
YEARS = [(1970, 2040), (2041, 2046), (2086, 2089), (2099, 2100), (2199, 2200)]


def content(name):
    for folder in TZPATH:
        try:
            with open(f"{folder}/{name}", "rb") as file:
                return hashlib.sha1(file.read()).digest()
        except OSError:
            continue
    raise FileNotFoundError(name)


def probes(zone):
    def offset(second):
        moment = datetime.fromtimestamp(second, timezone.utc).astimezone(zone)
        delta = moment.utcoffset()
        return delta.days * DAY + delta.seconds

    def instant(wall):
        return round((EPOCH + timedelta(seconds=wall)).replace(tzinfo=zone, fold=0).timestamp())

    for first, last in YEARS:
        start = int(datetime(first, 1, 1, tzinfo=timezone.utc).timestamp())
        end = int(datetime(last + 1, 1, 1, tzinfo=timezone.utc).timestamp())
        before = offset(start)
        yield f"i {start} {before}"
        for second in range(start + DAY, end, DAY):
            after = offset(second)
            if after == before:
                continue
            low, high = second - DAY, second
            while high - low > 1:
                middle = (low + high) // 2
                if offset(middle) == before:
                    low = middle
                else:
                    high = middle
            reached = offset(high)
            yield f"i {high - 1} {before}"
            yield f"i {high} {reached}"
            edges = sorted((high + before, high + reached))
            for wall in {edges[0] - 1, edges[0], sum(edges) // 2, edges[1] - 1, edges[1]}:
                yield f"c {wall} {instant(wall)}"
            before = after


groups = {}
for name in sorted(available_timezones()):
    groups.setdefault(content(name), []).append(name)
for names in groups.values():
    print("zones", *names)
    for probe in probes(ZoneInfo(names[0])):
        print(probe)
sys.stdout.flush()
