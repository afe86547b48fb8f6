"""Walls into instants, by Python's zoneinfo and the wall-clock rule of CONFIG.md.

A skipped time rings as late as the skip and a repeated one the first time, which is fold=0 in zoneinfo; two on one
instant ring once. Near every change of an offset each wall is resolved by itself; where none is near, the offset is
the same for all and only written behind them.
"""
import hashlib
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta, timezone
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from .schedule import DAY, EPOCH, wall_text

START = datetime(1970, 1, 1)
PROBE = 3 * 3600


def groups():
    """The zones of the system's tz database, those with the same rules together."""
    found = {}
    for name in sorted(available_timezones()):
        found.setdefault(content(name), []).append(name)
    return list(found.values())


def content(name):
    for folder in TZPATH:
        try:
            with open(f"{folder}/{name}", "rb") as file:
                return hashlib.sha1(file.read()).digest()
        except OSError:
            continue
    raise FileNotFoundError(name)


class Window:
    """What is compared: from noon of the day before the first year to the end of the last."""

    def __init__(self, first_year, last_year):
        self.first = date(first_year - 1, 12, 28)
        self.last = date(last_year + 1, 1, 3)
        self.last_day = date(last_year, 12, 31)
        self.after = (date(first_year - 1, 12, 31).toordinal() - EPOCH) * DAY + DAY // 2
        self.end = (date(last_year + 1, 1, 1).toordinal() - EPOCH) * DAY
        self.end_text = wall_text(self.end)


class Zone:
    """One zone in one window: `stretches` of walls with the text of their offset, or None near a change."""

    def __init__(self, name, window):
        self.name = name
        self.zone = ZoneInfo(name)
        self.window = window
        self.after_instant = self.resolve(window.after)
        self.after = self.text(self.after_instant)
        self.stretches = list(self.cut(self.rough_days()))

    def resolve(self, wall):
        return round((START + timedelta(seconds=wall)).replace(tzinfo=self.zone, fold=0).timestamp())

    def offset(self, instant):
        return round(datetime.fromtimestamp(instant, self.zone).utcoffset().total_seconds())

    def text(self, instant):
        """RFC 3339, the offset rounded to the minute."""
        minutes = (abs(self.offset(instant)) + 30) // 60 * (1 if self.offset(instant) >= 0 else -1)
        return datetime.fromtimestamp(instant, timezone(timedelta(minutes=minutes))).isoformat()

    def rough_days(self):
        """The days, from 1970-01-01, that lie within a day of a change of the offset."""
        first = (self.window.first.toordinal() - EPOCH - 2) * DAY
        last = (self.window.last.toordinal() - EPOCH + 3) * DAY
        days = set()
        before = self.offset(first)
        for instant in range(first + PROBE, last, PROBE):
            after = self.offset(instant)
            if after != before:
                low = (instant - PROBE + min(before, after)) // DAY - 1
                high = (instant + max(before, after)) // DAY + 1
                days.update(range(low, high + 1))
                before = after
        return days

    def cut(self, rough):
        """(first wall, wall past the last, offset text or None) over the whole window, in order."""
        day, end = self.window.first.toordinal() - EPOCH, self.window.last.toordinal() - EPOCH + 3
        while day < end:
            past = day + 1
            while past < end and (past in rough) == (day in rough):
                past += 1
            suffix = None if day in rough else self.text(self.resolve(day * DAY))[19:]
            yield day * DAY, past * DAY, suffix
            day = past

    def expected(self, walls, texts):
        """The lines a schedule rings at within the window, of its walls and their texts."""
        low, high = bisect_right(walls, self.window.after), bisect_left(walls, self.window.end)
        parts = []
        for first, past, suffix in self.stretches:
            start, stop = bisect_left(walls, first), bisect_left(walls, past)
            if suffix is None:
                parts.extend(self.one_by_one(walls[start:stop]))
            elif max(start, low) < min(stop, high):
                parts.append((suffix + "\n").join(texts[max(start, low):min(stop, high)]) + suffix)
        return "\n".join(parts)

    def one_by_one(self, walls):
        for instant in sorted({self.resolve(wall) for wall in walls}):
            text = self.text(instant)
            if instant > self.after_instant and text[:19] < self.window.end_text:
                yield text
