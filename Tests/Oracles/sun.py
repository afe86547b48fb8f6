#!/usr/bin/python3
"""What PyEphem says of the sun, for SunTests.

Reads lines `LATITUDE LONGITUDE EVENT START END`: degrees, sunrise or sunset, and seconds since the epoch. Prints for each the
seconds at which the sun's upper edge first rises or sets from the start on, before the end, or `none`.
"""
import sys

import ephem

# Days from ephem's own epoch, 1899-12-31 at noon, to 1970.
EPOCH = 25567.5
DAY = 86_400

sun = ephem.Sun()
for line in sys.stdin.read().splitlines():
    latitude, longitude, event, start, end = line.split()
    observer = ephem.Observer()
    observer.lat, observer.lon = latitude, longitude
    # 34' of refraction and 16' of the sun's radius, as tables of sunrise have them, for the sun's centre.
    observer.pressure = 0
    observer.horizon = "-0:50"
    observer.date = EPOCH + int(start) / DAY
    find = observer.next_rising if event == "sunrise" else observer.next_setting
    try:
        seconds = (find(sun, use_center=True) - EPOCH) * DAY
    except ephem.CircumpolarError:
        print("none")
        continue
    print(round(seconds) if seconds < int(end) else "none")
