"""The reference against cases worked out by hand, each from a calendar and the zone's rules."""
from datetime import date

from .cases import at, between, starting
from .schedule import (Annual, DAILY, Dates, EveryDays, EveryMonths, EveryWeeks, Keys, LAST, MonthDays, Phrase, Places,
                       Schedule, Times, Weekly, wall_text)
from .zone import Window, Zone

SAT, SUN = 5, 6


def once(day, times):
    return Phrase(Dates((date.fromisoformat(day),)), times)


# The zone, the schedule, the date from which it is looked at, and the first times from there

RINGS = [
    ("Europe/Berlin", Schedule((Phrase(DAILY, at("02:30")),)), "2026-03-28",
     ["2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"]),
    ("Europe/Berlin", Schedule((Phrase(DAILY, at("02:30")),)), "2026-10-24",
     ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]),
    ("Europe/Berlin", Schedule((Phrase(DAILY, at("02:30", "03:30")),)), "2026-03-29",
     ["2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00", "2026-03-30T03:30:00+02:00"]),
    ("Europe/Berlin", Schedule((Phrase(DAILY, at("02:30", "03:00")),)), "2026-03-29",
     ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"]),
    ("Europe/Berlin", Schedule((once("2026-10-25", between(30, "01:30", "03:30")),)), "2026-10-25",
     ["2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T03:00:00+01:00",
      "2026-10-25T03:30:00+01:00"]),
    ("Europe/Berlin", Schedule((Phrase(Weekly((SAT,)), between(90, "22:00", "04:00")),)), "2026-03-28",
     ["2026-03-28T22:00:00+01:00", "2026-03-28T23:30:00+01:00", "2026-03-29T01:00:00+01:00", "2026-03-29T03:30:00+02:00",
      "2026-03-29T04:00:00+02:00", "2026-04-04T22:00:00+02:00"]),
    ("Australia/Lord_Howe", Schedule((once("2026-10-04", at("02:00", "02:15", "02:30")),)), "2026-10-04",
     ["2026-10-04T02:30:00+11:00", "2026-10-04T02:45:00+11:00"]),
    ("America/Nuuk", Schedule((once("2026-03-28", at("23:30")), once("2026-03-29", at("00:30")))), "2026-03-28",
     ["2026-03-29T00:30:00-01:00"]),
    ("Africa/Cairo", Schedule((once("2026-04-24", at("00:30")), once("2026-10-29", at("23:30")))), "2026-04-24",
     ["2026-04-24T01:30:00+03:00", "2026-10-29T23:30:00+03:00"]),
    ("Asia/Kathmandu", Schedule((Phrase(DAILY, Times()),)), "2026-01-01", ["2026-01-01T09:00:00+05:45"]),
]

# The schedule, the date from which it is looked at, and the first dates from there

DATES = [
    (Schedule((Phrase(EveryDays(3)),), starting(2026, 1, 9)), "2026-01-01", ["2026-01-09", "2026-01-12", "2026-01-15"]),
    (Schedule((Phrase(EveryWeeks(2, (4,))),), starting(2026, 1, 9)), "2026-01-01", ["2026-01-09", "2026-01-23", "2026-02-06"]),
    (Schedule((Phrase(EveryWeeks(2, (SUN, 0))),), starting(2026, 1, 9)), "2026-01-01",
     ["2026-01-11", "2026-01-19", "2026-01-25", "2026-02-02"]),
    (Schedule((Phrase(EveryMonths(3, MonthDays((1,)))),), starting(2026, 1, 9)), "2026-01-01", ["2026-04-01", "2026-07-01"]),
    (Schedule((Phrase(EveryMonths(2, Places(((1, SUN),)))),), starting(2026, 1, 1)), "2026-01-01",
     ["2026-01-04", "2026-03-01", "2026-05-03"]),
    (Schedule((Phrase(Places(((LAST, 4),), (3, 9))),)), "2026-01-01", ["2026-03-27", "2026-09-25", "2027-03-26"]),
    (Schedule((Phrase(Places(((2, 1), (4, 1)))),)), "2026-09-01", ["2026-09-08", "2026-09-22", "2026-10-13", "2026-10-27"]),
    (Schedule((Phrase(Places(((5, SAT),))),)), "2026-01-01", ["2026-01-31", "2026-05-30", "2026-08-29"]),
    (Schedule((Phrase(MonthDays((31,))),)), "2026-02-01", ["2026-03-31", "2026-05-31", "2026-07-31"]),
    (Schedule((Phrase(MonthDays((LAST,))),)), "2028-02-01", ["2028-02-29", "2028-03-31", "2028-04-30"]),
    (Schedule((Phrase(Annual(((2, 29),))),)), "2026-01-01", ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]),
    (Schedule((Phrase(MonthDays((29,), (2,))),)), "2026-01-01", ["2028-02-29", "2032-02-29"]),
    (Schedule((Phrase(DAILY, Times(), (Weekly((5, 6)), Annual(((6, 18),)))),)), "2026-06-17", ["2026-06-17", "2026-06-19", "2026-06-22"]),
    (Schedule((Phrase(Weekly((SAT,))),), Keys(None, date(2026, 5, 2), date(2026, 5, 23), (Dates((), ((date(2026, 5, 9), date(2026, 5, 16)),)),))),
     "2026-01-01", ["2026-05-02", "2026-05-23"]),
]


def problems():
    window = Window(2024, 2032)
    for name, schedule, start, wanted in RINGS:
        walls = schedule.walls(window.first, window.last)
        lines = Zone(name, window).expected(walls, [wall_text(wall) for wall in walls]).split("\n")
        yield from unlike(f"{name} {schedule}", [line for line in lines if line >= start][:len(wanted)], wanted)
    for schedule, start, wanted in DATES:
        walls = schedule.walls(date.fromisoformat(start), window.last)[:len(wanted)]
        yield from unlike(schedule, [wall_text(wall)[:10] for wall in walls], wanted)
    yield from stretches_problems(window)


def unlike(what, got, wanted):
    if got != wanted:
        yield f"{what}: expected {wanted}, got {got}"


def stretches_problems(window):
    """The offset written behind whole stretches is the one each wall has by itself."""
    walls = Schedule((Phrase(DAILY, at("00:00", "02:15", "12:00", "23:59")),)).walls(window.first, window.last)
    texts = [wall_text(wall) for wall in walls]
    for name in ["Europe/Berlin", "Africa/Casablanca", "America/Nuuk", "Australia/Lord_Howe", "Antarctica/Troll"]:
        zone = Zone(name, window)
        yield from unlike(name, zone.expected(walls, texts).split("\n"), list(zone.one_by_one(walls)))
