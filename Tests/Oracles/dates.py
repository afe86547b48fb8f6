#!/usr/bin/env python3
"""What Python's datetime says of every day of 1900-2300: the day's number, date, weekday and ISO week, for CivilDateTests."""
from datetime import date, timedelta

epoch = date(1970, 1, 1)
day = date(1900, 1, 1)
while day.year <= 2300:
    year, week, weekday = day.isocalendar()
    print((day - epoch).days, day.isoformat(), weekday, year, week)
    day += timedelta(days=1)
