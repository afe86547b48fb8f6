"""What is asked: the fixed phrases, schedules at random, and what has to be refused."""
from dataclasses import dataclass
from datetime import date, timedelta

from .schedule import (Annual, DAILY, DAY, Dates, EveryDays, EveryMonths, EveryWeeks, Interval, Keys, LAST, MonthDays,
                       Phrase, Places, Schedule, Times, Weekly, wall_text)
from .spelling import Voice

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEKDAYS, WEEKENDS = Weekly((MON, TUE, WED, THU, FRI)), Weekly((SAT, SUN))
SUNDAYS, SATURDAYS = Weekly((SUN,)), Weekly((SAT,))
NOON = 12 * 3600
AWKWARD = ["00:00", "00:30", "01:00", "01:30", "02:00", "02:15", "02:30", "02:59:59", "03:00", "03:30", "23:30", "23:59"]
MOST = 20_000


@dataclass
class Case:
    """A schedule beside its spellings, each the text of every phrase; `open`: a phrase CONFIG.md does not promise."""
    schedule: Schedule
    spellings: list
    keys: dict
    open: bool = False

    def walk(self, window):
        self.walls = self.schedule.walls(window.first, window.last)
        self.texts = [wall_text(wall) for wall in self.walls]
        return self

    def when(self, number):
        spelling = self.spellings[number % len(self.spellings)]
        return spelling[0] if len(spelling) == 1 else list(spelling)


def at(*texts):
    return Times(tuple(seconds(text) for text in texts))


def seconds(text):
    hour, minute, *rest = (int(part) for part in text.split(":"))
    return hour * 3600 + minute * 60 + (rest[0] if rest else 0)


def between(minutes, first, last):
    return Interval(minutes * 60, seconds(first), seconds(last))


def case(days, times, *texts, excepts=(), keys=Keys(), written=None, open=False):
    """One phrase and its spellings; `written` is how the keys stand in the request."""
    schedule = Schedule((Phrase(days, times, excepts),), keys)
    return Case(schedule, [[text] for text in texts], key_texts(keys, written), open)


def union(phrases, texts, keys=Keys()):
    return Case(Schedule(tuple(phrases), keys), [texts], key_texts(keys, None))


def key_texts(keys, excepts):
    """The keys of a request; `excepts` the texts of the key `except`."""
    texts = {"starting": keys.starting, "from": keys.first, "until": keys.until}
    texts = {name: day.isoformat() for name, day in texts.items() if day}
    return texts | ({"except": excepts} if excepts else {})


def starting(*day):
    return Keys(starting=date(*day))


# The fixed phrases

def fixed():
    return [*daily(), *weekly(), *counted(), *monthly(), *yearly(), *intervals(), *without(), *unions(), *unsure()]


def daily():
    for text in AWKWARD:
        yield case(DAILY, at(text), f"daily at {text}", f"{text}", f"every day at {text}", f"at {text} daily")
    yield case(DAILY, Times(), "daily", "every day", "DAILY")
    yield case(DAILY, at("02:30", "03:30"), "daily at 02:30, 03:30", "3:30 and 2:30", "at 02:30 and 3:30 a.m.",
               "daily at 2:30 am, 3:30 am, 02:30", "at 02:30,03:30 every day")
    yield case(DAILY, at("02:15", "02:45", "03:15"), "daily at 02:15, 02:45 and 03:15", "2:15, 2:45, and 3:15")
    yield case(DAILY, at("00:00", "23:59"), "daily at midnight and 23:59", "23:59, 00:00", "12 am and 11:59pm")
    yield case(DAILY, at("23:30", "00:30"), "daily at 23:30, 00:30", "00:30 and 23:30 every day")
    yield case(DAILY, at("21:15"), "daily at 21:15", "every day at 9:15 pm", "at 21:15 daily", "9:15 P.M.",
               "Monday to Sunday 21:15", "mon-sun at 9:15pm", "weekdays and weekends at 21:15", "EVERY DAY AT 9:15PM")
    yield case(DAILY, at("12:00"), "noon", "daily at noon", "12:00", "12 pm", "at 12:00:00")
    yield case(DAILY, at("01:30"), "daily at 01:30", "1:30 am", keys=Keys(first=date(2024, 3, 31), until=date(2030, 10, 27)))
    yield case(DAILY, at("23:30"), "daily at 23:30", keys=Keys(until=date(2026, 3, 28)))
    yield case(DAILY, at("23:30"), "daily at 23:30", keys=Keys(first=date(2026, 3, 29)))


def weekly():
    yield case(WEEKDAYS, at("07:30", "12:00", "18:00"), "weekdays at 07:30, 12:00 and 18:00",
               "every weekday at 7:30, noon, and 6 pm", "mon-fri at 18:00, 12:00, 7:30", "at 07:30,12:00,18:00 weekdays",
               "monday through friday at 7:30 am, 12 pm, 6 p.m.", "mon, tues, wed, thu, fri 07:30, 12:00, 18:00")
    yield case(WEEKENDS, at("12:00"), "weekends at noon", "saturday and sunday at 12:00", "sun, sat at 12:00",
               "every weekend at 12:00", "sat\u2013sun noon", "noon on saturdays and sundays", "at noon on weekends")
    yield case(SUNDAYS, at("19:00"), "sundays at 19:00", "on sunday 19:00", "every sunday at 7 pm", "sun 19:00", "19:00 SUN")
    yield case(SUNDAYS, at("02:30"), "sundays at 02:30", "2:30 am on sundays")
    yield case(SUNDAYS, at("01:30", "02:30", "03:30"), "sundays at 1:30, 2:30, 3:30")
    yield case(SATURDAYS, at("23:30"), "saturdays at 23:30", "every sat 11:30pm")
    yield case(Weekly((MON, TUE, WED, THU, SAT)), at("22:00"), "mon-thu and sat at 22:00", "mon - tue, wed-thu, sat at 22:00",
               "monday through thursday, saturday at 22:00", "saturday, mon\u2014thu 10 pm", "mon to thu and sat at 22:00")
    yield case(Weekly((FRI, SAT, SUN, MON)), at("10:00"), "fri-mon at 10:00", "friday to monday at 10 am",
               "mon, fri\u2012sun at 10:00", "weekends, mon and fri 10:00", "fri\u2212mon 10:00", "fri, sat, sun, mon at 10:00")
    yield case(Weekly((TUE, THU)), at("12:15"), "tue, thu at 12:15", "tuesdays and thursdays at 12:15", "thurs,tues 12:15")
    yield case(Weekly((WED,)), Times(), "wednesdays", "wednesday", "wed", "every wednesday", "on wednesday")


def counted():
    start = starting(2023, 11, 15)
    yield case(EveryDays(3), at("18:00"), "every 3 days at 18:00", "every three days at 6 pm", "at 18:00 every 3 days", keys=start)
    yield case(EveryDays(2), at("02:30"), "every other day at 02:30", "every 2 days 2:30", "every second day at 2:30 am",
               "EVERY TWO DAYS AT 02:30", keys=start)
    yield case(EveryDays(10), at("00:00"), "every 10 days at midnight", keys=starting(2027, 2, 28))
    yield case(EveryDays(365), at("03:00"), "every 365 days at 03:00", keys=starting(2020, 2, 29))
    yield case(EveryWeeks(2, (FRI,)), at("19:30"), "every other friday at 19:30", "every 2 weeks on friday at 19:30",
               "every two weeks on fri 19:30", "every other week on fridays at 7:30 pm", "every second week on friday at 19:30",
               "at 19:30 every other friday", keys=starting(2026, 1, 9))
    yield case(EveryWeeks(2, (SUN,)), at("02:30"), "every other sunday at 02:30", "every 2 weeks on sun 2:30", keys=start)
    yield case(EveryWeeks(2, (SUN,)), at("03:00"), "every other sunday at 03:00", keys=starting(2023, 11, 20))
    yield case(EveryWeeks(2, (SAT, SUN)), at("01:30"), "every 2 weeks on sat, sun at 01:30",
               "every 2 weeks on sunday and saturday at 1:30 am", "1:30 every second week on sat\u2013sun", keys=start)
    yield case(EveryWeeks(2, (SUN, MON)), at("08:00"), "every 2 weeks on sun, mon at 08:00",
               "every two weeks on sun-mon at 8:00", keys=starting(2025, 12, 31))
    yield case(EveryWeeks(2, (TUE, THU)), at("20:00"), "every 2 weeks on tue, thu at 20:00", keys=starting(2026, 1, 7))
    yield case(EveryWeeks(5, (MON, WED, FRI)), at("00:30"), "every 5 weeks on mon, wed, fri at 00:30",
               "every five weeks on friday, wednesday and monday at 00:30", keys=start)
    yield case(EveryMonths(3, MonthDays((1,))), at("10:00"), "every 3 months on the 1st at 10:00",
               "every three months on 1st at 10 am", "at 10:00 every 3 months on the 1st", "every 3 months on day 1 at 10:00",
               keys=starting(2023, 12, 15))
    yield case(EveryMonths(2, MonthDays((LAST,))), at("02:30"), "every 2 months on the last day at 02:30",
               "every other month on the last day at 02:30", "every second month on last day 02:30", keys=start)
    yield case(EveryMonths(3, Places(((1, SUN),))), at("02:30"), "every 3 months on the first sunday at 02:30",
               "every 3 months on the 1st sun 2:30", keys=start)
    yield case(EveryMonths(5, MonthDays((31,))), at("09:30"), "every 5 months on the 31st at 09:30",
               "every five months on day 31 at 9:30", keys=start)
    yield case(EveryMonths(12, Places(((LAST, SUN),))), at("01:30"), "every 12 months on the last sunday at 01:30",
               "every twelve months on last sunday at 1:30 am", keys=starting(2020, 10, 31))


def monthly():
    first, last = Places(((1, SUN),)), Places(((LAST, SUN),))
    yield case(first, at("10:00"), "first sunday of the month at 10:00", "1st sunday at 10 am", "on the first sun 10:00",
               "10:00 on the first sunday of the month", "the first sunday in the month at 10:00")
    yield case(first, at("02:30"), "first sunday at 02:30", "the 1st sunday of the month 2:30")
    yield case(last, at("02:30"), "last sunday of the month at 02:30", "2:30 am last sun", "on the last sunday at 02:30")
    yield case(last, at("00:00", "01:00", "03:00"), "last sunday at 00:00, 01:00, 03:00", "last sunday at 3:00, midnight, 1:00")
    yield case(Places(((2, SUN),)), at("02:00"), "second sunday at 02:00", "2nd sunday of the month at 2 am")
    yield case(Places(((2, TUE), (4, TUE))), at("20:00"), "2nd and 4th tuesday at 20:00", "fourth tuesday, second tuesday 20:00",
               "the second and fourth tuesday of the month at 8 pm", "2nd, 4th tue at 20:00")
    yield case(Places(((1, MON), (1, SUN))), at("08:00"), "first monday and sunday at 08:00", "1st sun, first mon at 8 am",
               "first monday and first sunday at 08:00")
    yield case(Places(((5, SAT),)), at("23:30"), "fifth saturday at 23:30", "5th saturday of the month at 11:30 pm")
    yield case(Places(((LAST, FRI),), (3, 9)), at("20:00"), "last friday of march, september at 20:00",
               "the last friday in september and march at 20:00", "last fri of sept, mar 20:00", "at 20:00 on the last friday of mar, sep")
    yield case(Places(((LAST, SUN),), (3, 10)), at("02:30"), "last sunday of march and october at 02:30")
    yield case(MonthDays((31,)), at("08:00"), "day 31 at 08:00", "the 31st at 8 am", "31st of the month 8:00", "8:00 on day 31")
    yield case(MonthDays((1, 15)), at("08:00"), "the 1st and 15th at 08:00", "15th, 1st at 08:00", "8 am on the 1st and 15th")
    yield case(MonthDays((29, 30)), at("02:30"), "the 29th and 30th at 02:30")
    yield case(MonthDays((1,), (3, 9)), Times(), "the 1st of march, september", "1st of sep and mar", "the 1st in march, september")
    yield case(MonthDays((29,), (2,)), at("12:00"), "day 29 of february at 12:00", "noon day 29 of feb")
    yield case(MonthDays((LAST,)), at("20:00"), "last day of the month at 20:00", "the last day of the month 8 pm",
               "20:00 on the last day of the month")
    yield case(MonthDays((LAST,)), at("23:59"), "last day of the month at 23:59")


def yearly():
    yield case(Annual(((6, 18),)), at("18:00"), "june 18 at 18:00", "18 june at 18:00", "june 18th at 6 pm", "every june 18 at 18:00",
               "jun 18 18:00", "18:00 june 18", "on the 18th of june at 18:00", "18th june at 18:00")
    yield case(Annual(((2, 29),)), at("10:00"), "february 29 at 10:00", "29 february at 10 am", "feb 29th 10:00",
               "the 29th of february at 10:00", "every february 29 at 10:00")
    yield case(Annual(((2, 29),)), Times(), "29 february", "february 29", "feb 29th")
    yield case(Annual(((3, 31),)), at("02:30"), "march 31 at 02:30", "31 mar 2:30")
    yield case(Annual(((2, 28),)), at("10:00"), "february 28 at 10:00", "28 feb 10:00")
    yield case(Dates((date(2026, 12, 24),)), at("16:00"), "2026-12-24 at 16:00", "24 december 2026 at 16:00",
               "december 24, 2026 at 4 pm", "dec 24th, 2026 at 16:00", "16:00 on 2026-12-24", "the 24th of december 2026 at 16:00")
    yield case(Dates((date(2026, 3, 29),)), at("02:30", "03:30"), "2026-03-29 at 02:30, 03:30", "29 march 2026 at 2:30, 3:30")
    yield case(Dates((date(2028, 2, 29),)), Times(), "2028-02-29", "29 february 2028", "february 29, 2028")
    yield case(Dates((date(2019, 2, 1),)), Times(), "2019-02-01", "1 february 2019")


def intervals():
    yield case(WEEKDAYS, between(90, "09:00", "17:00"), "every 90 minutes between 09:00 and 17:00 on weekdays",
               "weekdays every 1h30m between 9 am and 5 pm", "on weekdays every 90m between 9:00 and 17:00",
               "mon-fri every 90 minutes between 9:00 and 17:00")
    yield case(DAILY, between(90, "00:00", "23:00"), "every 90 minutes between 00:00 and 23:00",
               "daily every 90m between midnight and 23:00")
    yield case(SATURDAYS, between(30, "22:00", "04:00"), "every 30 minutes between 22:00 and 04:00 on saturdays",
               "saturdays every 30m between 10 pm and 4 am", "every 30 minutes between 22:00 and 04:00 saturday")
    yield case(SUNDAYS, between(15, "00:00", "04:00"), "every 15 minutes between 00:00 and 04:00 on sundays",
               "sundays every 15m between midnight and 4:00")
    yield case(WEEKENDS, between(20, "01:10", "03:50"), "weekends every 20 minutes between 01:10 and 03:50",
               "every 20m between 1:10 and 3:50 on sat, sun")
    yield case(DAILY, between(120, "22:00", "00:00"), "every 2 hours between 22:00 and midnight", "every two hours between 22:00 and 00:00",
               "every 120 minutes between 10 pm and 12 am daily")
    yield case(DAILY, between(45, "23:30", "01:30"), "every 45 minutes between 23:30 and 01:30", "daily every 45m between 11:30 pm and 1:30 am")
    yield case(SATURDAYS, between(30, "22:00", "04:00"), "every 30 minutes between 22:00 and 04:00 on saturdays",
               keys=Keys(first=date(2024, 6, 1), until=date(2026, 3, 28), excepts=(Dates((date(2024, 10, 27), date(2025, 3, 29))),)),
               written=["2024-10-27", "2025-03-29"])
    yield case(Places(((LAST, SAT),)), between(60, "20:00", "06:00"), "every 60 minutes between 20:00 and 06:00 on the last saturday",
               "last saturday of the month every 1h between 20:00 and 6:00", "every 1 hour between 8 pm and 6 am on the last saturday")
    yield case(EveryWeeks(2, (SAT, SUN)), between(30, "01:00", "03:30"), "every 2 weeks on sat, sun every 30 minutes between 01:00 and 03:30",
               "every 30m between 1:00 and 3:30 every 2 weeks on sat, sun", keys=starting(2024, 1, 1))


def without():
    yield case(DAILY, at("02:30"), "daily at 02:30 except saturdays", "2:30 except sat", "every day at 2:30 am except saturday",
               excepts=(SATURDAYS,))
    yield case(DAILY, at("20:00"), "daily at 20:00 except first sunday, 2026-12-24",
               "20:00 except the 1st sunday of the month and 24 december 2026",
               excepts=(Places(((1, SUN),)), Dates((date(2026, 12, 24),))))
    yield case(WEEKDAYS, Times(), "weekdays except june 18", "mon-fri except 18 june", excepts=(Annual(((6, 18),)),))
    yield case(DAILY, at("09:00"), "daily at 09:00 except february 29", "9 am except 29 feb", excepts=(Annual(((2, 29),)),))
    yield case(DAILY, at("09:00"), "daily at 09:00 except day 29 of february", excepts=(MonthDays((29,), (2,)),))
    yield case(SUNDAYS, at("01:30"), "sundays at 01:30 except last sunday of the month", "sun 1:30 except the last sun",
               excepts=(Places(((LAST, SUN),)),))
    yield case(DAILY, at("03:30"), "daily at 03:30 except every other sunday", "3:30 am except every 2 weeks on sun",
               excepts=(EveryWeeks(2, (SUN,)),), keys=starting(2024, 1, 1))
    yield case(DAILY, at("12:00"), "noon except the 1st and 15th", "daily at noon except 15th, 1st", excepts=(MonthDays((1, 15)),))
    yield case(SATURDAYS, between(30, "22:00", "04:00"), "every 30 minutes between 22:00 and 04:00 on saturdays except the last saturday",
               "sat every 30m between 22:00 and 4:00 except last sat", excepts=(Places(((LAST, SAT),)),))
    ranges = Dates((date(2026, 12, 26),), ((date(2027, 2, 1), date(2027, 2, 14)),))
    yield case(SATURDAYS, at("17:00"), "saturdays at 17:00", keys=Keys(excepts=(ranges,)), written=["2026-12-26", "2027-02-01..2027-02-14"])
    yield case(DAILY, at("02:30"), "daily at 02:30", keys=Keys(excepts=(SATURDAYS, Places(((LAST, SUN),)))),
               written=["saturdays", "last sunday of the month"])
    yield case(DAILY, at("02:30"), "daily at 02:30 except mon-wed", keys=Keys(excepts=(Weekly((SUN,)), Annual(((12, 24),)))),
               excepts=(Weekly((MON, TUE, WED)),), written=["every sunday", "december 24"])


def unions():
    yield union([Phrase(DAILY, at("02:30")), Phrase(SUNDAYS, at("03:30"))], ["daily at 02:30", "sundays at 03:30"])
    yield union([Phrase(DAILY, at("07:00")), Phrase(WEEKDAYS, at("07:00"))], ["daily at 07:00", "weekdays at 7 am"])
    yield union([Phrase(WEEKDAYS, at("07:00")), Phrase(WEEKENDS, at("09:30"))], ["weekdays at 7:00", "weekends at 9:30"])
    yield union([Phrase(SUNDAYS), Phrase(MonthDays((LAST,)))], ["sundays", "last day of the month"])
    yield union([Phrase(SATURDAYS, between(30, "22:00", "04:00")), Phrase(SUNDAYS, at("00:30", "02:45"))],
                ["every 30 minutes between 22:00 and 04:00 on saturdays", "sundays at 00:30, 02:45"])
    yield union([Phrase(EveryDays(3), at("18:00")), Phrase(EveryWeeks(2, (FRI,)), at("19:30"))],
                ["every 3 days at 18:00", "every other friday at 19:30"], starting(2026, 1, 9))


def unsure():
    """Natural phrases that CONFIG.md does not name; the engine may refuse them, but not read them otherwise."""
    xmas, june = date(2026, 12, 24), (6, 7, 8)
    yield case(Annual(((6, 18), (12, 24))), at("10:00"), "june 18, december 24 at 10:00", "18 june and 24 december at 10:00", open=True)
    yield case(Dates((xmas, date(2026, 12, 31))), at("16:00"), "2026-12-24, 2026-12-31 at 16:00", open=True)
    yield case(Dates((), ((xmas, date(2026, 12, 31)),)), at("16:00"), "2026-12-24..2026-12-31 at 16:00", open=True)
    yield case(MonthDays((1, LAST)), at("10:00"), "the 1st and last day of the month at 10:00", open=True)
    yield case(MonthDays((LAST,), (2,)), at("10:00"), "last day of february at 10:00", open=True)
    yield case(MonthDays((1, 2, 3)), at("10:00"), "the 1st-3rd at 10:00", open=True)
    yield case(Places(((LAST, SUN),), june), at("10:00"), "last sunday of june-august at 10:00", open=True)
    yield case(MonthDays((1, 15)), at("10:00"), "day 1 and 15 at 10:00", open=True)
    yield case(MonthDays((1, 15)), at("10:00"), "days 1, 15 at 10:00", open=True)
    yield case(DAILY, between(60, "09:00", "12:00"), "every hour between 09:00 and 12:00", open=True)
    yield case(Places(((1, MON), (1, TUE), (3, MON), (3, TUE))), at("10:00"), "first and third monday and tuesday at 10:00", open=True)
    yield case(Dates((xmas,)), at("16:00"), "2026\u201312\u201324 at 16:00", open=True)
    yield case(MonthDays((29,), (2, 3)), at("10:00"), "the 29th of february, march at 10:00", open=True)
    yield case(DAILY, at("20:00"), "daily at 20:00 except 2026-12-24..2026-12-31", open=True,
               excepts=(Dates((), ((xmas, date(2026, 12, 31)),)),))


# What has to be refused: the request, and whether CONFIG.md asks for a hint

def refused():
    yield {"when": "daily at 7"}, True
    yield {"when": "daily at 24:00"}, True
    yield {"when": "daily at 13 pm"}, True
    yield {"when": "every 90 minutes"}, True
    yield {"when": "every 90 minutes on weekdays"}, True
    yield {"when": "sundays except saturdays at 10:00"}, True
    yield {"when": "daily except 10:00"}, True
    yield {"when": "every second friday at 10:00"}, True
    yield {"when": "every first sunday at 10:00"}, True
    yield {"when": ["mon", "tue at 20:00"]}, True
    yield {"when": ["mon at 20:00", "tue"]}, True
    yield {"when": "every other friday at 19:30"}, True
    yield {"when": "every 3 days"}, True
    yield {"when": "every 3 months on the 1st"}, True
    yield {"when": "daily except every other sunday"}, True
    yield {"when": "daily at 9:00", "except": ["every other sunday"]}, True
    yield {"when": "2026-02-30 at 10:00"}, False
    yield {"when": "30 february 2026"}, False
    yield {"when": "february 29, 2027"}, False
    yield {"when": "june 31"}, False
    yield {"when": "daily at 10:60"}, False
    yield {"when": "daily at 10:00", "from": "2026-05-02", "until": "2026-05-01"}, False
    yield {"when": "sundays at 10:00", "from": "2026-05-04", "until": "2026-05-09"}, False
    yield {"when": "2026-12-24 at 16:00", "from": "2026-12-25"}, False
    yield {"when": "2026-12-24 at 16:00", "starting": "2027-01-01"}, False
    yield {"when": "day 31", "from": "2026-02-01", "until": "2026-02-28"}, False


# Schedules at random

class Generator:
    def __init__(self, rng, window):
        self.rng = rng
        self.window = window

    def cases(self, count, spellings=3):
        for _ in range(count):
            yield self.case(spellings)

    def case(self, spellings):
        while True:
            phrases = self.phrases()
            keys, written = self.keys()
            if not keys.starting and Schedule(phrases, keys).counts:
                keys = Keys(self.day(2015, 2026), keys.first, keys.until, keys.excepts)
            schedule = Schedule(phrases, keys)
            texts = [[Voice(self.rng).phrase(phrase) for phrase in phrases] for _ in range(spellings)]
            made = Case(schedule, texts, key_texts(keys, written), any(is_open(phrase) for phrase in phrases)).walk(self.window)
            if any(self.window.after < wall < self.window.end for wall in made.walls[2:-2]) and len(made.walls) < MOST:
                return made

    def chance(self, share):
        return self.rng.random() < share

    def day(self, first, last):
        start = date(first, 1, 1)
        return start + timedelta(days=self.rng.randrange((date(last, 12, 31) - start).days + 1))

    def some(self, items, most):
        return tuple(sorted(self.rng.sample(list(items), self.rng.randint(1, most))))

    def phrases(self):
        if self.chance(0.85):
            return (self.phrase(self.chance(0.9)),)
        timed = self.chance(0.8)
        return tuple(self.phrase(timed) for _ in range(self.rng.randint(2, 3)))

    def phrase(self, timed):
        return Phrase(self.rule(), self.times() if timed else Times(), self.excepts() if self.chance(0.2) else ())

    def rule(self):
        makers = {self.every_day: 12, self.week: 30, self.every_days: 8, self.every_weeks: 14, self.places: 12,
                  self.month_days: 8, self.every_months: 9, self.annual: 5, self.dates: 2}
        return self.rng.choices(list(makers), list(makers.values()))[0]()

    def every_day(self):
        return DAILY

    def week(self):
        days = self.rng.choice([self.some(range(7), 6), (0, 1, 2, 3, 4), (5, 6), (SUN,), (SAT,)])
        return Weekly(days)

    def every_days(self):
        return EveryDays(self.rng.choice([2, 2, 3, 4, 5, 7, 10, 13, 30, 100]))

    def every_weeks(self):
        return EveryWeeks(self.rng.choice([2, 2, 2, 3, 4, 5, 12, 26]), self.some(range(7), self.rng.choice([1, 2, 4])))

    def places(self, months=True):
        pairs = {(self.rng.choice([1, 2, 3, 4, 5, LAST]), self.rng.randrange(7)) for _ in range(self.rng.choice([1, 1, 2, 3]))}
        return Places(tuple(sorted(pairs)), self.some(range(1, 13), 4) if months and self.chance(0.3) else ())

    def month_days(self, months=True):
        if self.chance(0.25):
            return MonthDays((LAST,))
        days = self.some(range(1, 32), self.rng.choice([1, 1, 2, 4]))
        limited = months and len(days) > 1 and self.chance(0.4)
        return MonthDays(days, self.some([1, *range(3, 13)], 4) if limited else ())

    def every_months(self):
        rule = self.places(False) if self.chance(0.4) else self.month_days(False)
        return EveryMonths(self.rng.choice([2, 2, 3, 4, 5, 6, 7, 12]), rule)

    def annual(self):
        days = {(day.month, day.day) for day in (self.day(2024, 2024) for _ in range(self.rng.choice([1, 1, 1, 2])))}
        return Annual(((2, 29),) if self.chance(0.15) else tuple(sorted(days)))

    def dates(self):
        return Dates((self.day(2024, 2032),))

    def times(self):
        if self.chance(0.15):
            return self.interval()
        return Times(tuple(sorted({self.time() for _ in range(self.rng.choice([1, 1, 1, 2, 3]))})))

    def time(self):
        if self.chance(0.5):
            return seconds(self.rng.choice(AWKWARD))
        if self.chance(0.05):
            return self.rng.randrange(DAY)
        return self.rng.choice([NOON, self.rng.randrange(0, DAY, 60), self.rng.randrange(0, DAY, 900), self.rng.randrange(0, DAY, 3600)])

    def interval(self):
        first, last = self.rng.sample(range(0, DAY, 600), 2)
        return Interval(60 * self.rng.choice([5, 10, 15, 20, 30, 45, 50, 60, 90, 120, 150, 240, 360]), first, last)

    def excepts(self):
        """Days of the week first, dates last, one kind between: nothing that could be read into its neighbour."""
        rules = [Weekly(self.some(range(7), 3))] if self.chance(0.5) else []
        if self.chance(0.5):
            rules.append(self.rng.choice([self.places, self.month_days, self.one_annual, self.alternate])())
        if not rules or self.chance(0.3):
            rules.append(self.dates())
        return tuple(rules)

    def one_annual(self):
        return Annual(self.annual().days[:1])

    def alternate(self):
        return EveryWeeks(2, (self.rng.randrange(7),))

    def keys(self):
        start = self.day(2015, 2026) if self.chance(0.1) else None
        first = self.day(2023, 2028) if self.chance(0.15) else None
        until = self.day(2029, 2032) if self.chance(0.15) else None
        excepts, written = (), []
        if self.chance(0.15):
            excepts, written = self.key_excepts()
        return Keys(start, first, until, excepts), written

    def key_excepts(self):
        excepts = self.excepts()
        voice = Voice(self.rng)
        written = [voice.cased(voice.day_words(rule, True)) for rule in excepts]
        if self.chance(0.5):
            first = self.day(2024, 2031)
            last = first + timedelta(days=self.rng.randrange(400))
            excepts += (Dates((), ((first, last),)),)
            written.append(f"{first}..{last}")
        return excepts, written


def is_open(phrase):
    """Lists of annual dates stand in no row of the table."""
    return isinstance(phrase.days, Annual) and len(phrase.days.days) > 1
