"""Schedules as plain structures, and the walk over civil dates that says when each is written to ring.

Nothing here reads a phrase: a structure is built beside its spellings, never from them. Weekdays count from Monday = 0,
walls are seconds of the civil clock since 1970-01-01T00:00, the place or day LAST is the last one of its month.
"""
import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
LAST = -1
DEFAULT_TIME = 9 * 3600


@dataclass(frozen=True)
class Weekly:
    days: tuple
    counts = False

    def has(self, day, starting):
        return day.weekday() in self.days


DAILY = Weekly(tuple(range(7)))


@dataclass(frozen=True)
class EveryDays:
    step: int
    counts = True

    def has(self, day, starting):
        return (day - starting).days % self.step == 0


@dataclass(frozen=True)
class EveryWeeks:
    """Counted in ISO weeks from the week of `starting`."""
    step: int
    days: tuple
    counts = True

    def has(self, day, starting):
        return day.weekday() in self.days and (monday(day) - monday(starting)) // 7 % self.step == 0


@dataclass(frozen=True)
class Places:
    """Places in the month, (place, weekday) each; no months are all months."""
    pairs: tuple
    months: tuple = ()
    counts = False

    def has(self, day, starting):
        if self.months and day.month not in self.months:
            return False
        weekday = day.weekday()
        if ((day.day - 1) // 7 + 1, weekday) in self.pairs:
            return True
        return (LAST, weekday) in self.pairs and day.day + 7 > length(day)


@dataclass(frozen=True)
class MonthDays:
    days: tuple
    months: tuple = ()
    counts = False

    def has(self, day, starting):
        if self.months and day.month not in self.months:
            return False
        return day.day in self.days or (LAST in self.days and day.day == length(day))


@dataclass(frozen=True)
class EveryMonths:
    """Counted in months from the month of `starting`; `rule` says which days of such a month."""
    step: int
    rule: object
    counts = True

    def has(self, day, starting):
        months = (day.year - starting.year) * 12 + day.month - starting.month
        return months % self.step == 0 and self.rule.has(day, starting)


@dataclass(frozen=True)
class Annual:
    """(month, day) each; 29 February rings on 28 February in other years."""
    days: tuple
    counts = False

    def has(self, day, starting):
        if (day.month, day.day) in self.days:
            return True
        return (2, 29) in self.days and (day.month, day.day) == (2, 28) and not calendar.isleap(day.year)


@dataclass(frozen=True)
class Dates:
    """Single dates, and ranges of them (first, last) for the key `except`."""
    dates: tuple = ()
    ranges: tuple = ()
    counts = False

    def has(self, day, starting):
        return day in self.dates or any(first <= day <= last for first, last in self.ranges)

    def all_days(self):
        return [*self.dates, *(last for _, last in self.ranges)]


@dataclass(frozen=True)
class Times:
    """Seconds of the day; none are the default time."""
    seconds: tuple = ()

    def offsets(self):
        return self.seconds or (DEFAULT_TIME,)


@dataclass(frozen=True)
class Interval:
    """Every `step` seconds between two times, both included; it may pass midnight."""
    step: int
    first: int
    last: int

    def offsets(self):
        last = self.last if self.last > self.first else self.last + DAY
        return tuple(range(self.first, last + 1, self.step))


@dataclass(frozen=True)
class Phrase:
    days: object = DAILY
    times: object = Times()
    excepts: tuple = ()

    def wants(self, day, starting):
        return self.days.has(day, starting) and not any(rule.has(day, starting) for rule in self.excepts)

    @property
    def counts(self):
        return self.days.counts or any(rule.counts for rule in self.excepts)


@dataclass(frozen=True)
class Keys:
    starting: date = None
    first: date = None
    until: date = None
    excepts: tuple = ()

    def allow(self, day):
        if self.starting and day < self.starting or self.first and day < self.first:
            return False
        if self.until and day > self.until:
            return False
        return not any(rule.has(day, self.starting) for rule in self.excepts)


@dataclass(frozen=True)
class Schedule:
    """The union of its phrases, within its keys."""
    phrases: tuple
    keys: Keys = field(default_factory=Keys)

    @property
    def counts(self):
        return any(phrase.counts for phrase in self.phrases) or any(rule.counts for rule in self.keys.excepts)

    @property
    def last_day(self):
        """The date behind which nothing can ring, or None."""
        if self.keys.until:
            return self.keys.until
        if all(isinstance(phrase.days, Dates) for phrase in self.phrases):
            return max(day for phrase in self.phrases for day in phrase.days.all_days())
        return None

    def walls(self, first, last):
        """The walls of the dates from first to last, in order; a window's belong to the date it begins on."""
        offsets = [(phrase, phrase.times.offsets()) for phrase in self.phrases]
        found = set()
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            wanted = [times for phrase, times in offsets if phrase.wants(day, self.keys.starting)]
            if wanted and self.keys.allow(day):
                midnight = (ordinal - EPOCH) * DAY
                found.update(midnight + offset for times in wanted for offset in times)
        return sorted(found)


@lru_cache(maxsize=None)
def length(day):
    return calendar.monthrange(day.year, day.month)[1]


def monday(day):
    return day.toordinal() - day.weekday()


@lru_cache(maxsize=None)
def day_text(number):
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


@lru_cache(maxsize=None)
def clock_text(second):
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def wall_text(wall):
    return f"{day_text(wall // DAY)}T{clock_text(wall % DAY)}"
