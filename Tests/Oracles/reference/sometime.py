"""What holds of `sometime between A and B`, whose minute only the engine knows: bounds, agreement and uniformity."""
import json
import math
from collections import Counter
from datetime import datetime, timedelta
from statistics import NormalDist

from .engine import ask

FIRST = datetime(2024, 1, 1)
DAYS = 6000
SHARE = 1e-6
WINDOWS = [("10:00", "16:00"), ("09:00", "09:59"), ("07:30", "22:15"), ("22:00", "02:00"), ("23:30", "00:00")]
IDS = ["small-gesture", "x", "x2", "a-much-longer-name_for-a-ritual"]
ZONES = {"UTC": "+00:00", "Asia/Kathmandu": "+05:45"}


def failures(ritual):
    """A line for each thing that does not hold, and how many draws were looked at."""
    keys = [(window, ritual_id) for window in WINDOWS for ritual_id in IDS]
    series, found = {}, []
    for zone in ZONES:
        for key, lines in zip(keys, asked(ritual, [request(zone, *key) for key in keys], found)):
            series[zone, key] = lines
            found += daily_problems(request(zone, *key), lines, key[0])
    draws = sum(len(lines) for lines in series.values())
    if draws == len(ZONES) * len(keys) * DAYS:
        for key in keys:
            found += zone_problems(series, key)
            found += uniformity_problems(request("UTC", *key), series["UTC", key], key[0])
        found += likeness_problems(series)
        found += same_draw_problems(ritual, series)
    return found, draws


def request(zone, window, ritual_id, days="", count=DAYS, after=None):
    return json.dumps({"when": f"sometime between {window[0]} and {window[1]}{days}", "id": ritual_id, "zone": zone,
                       "after": (after or before_first(window)) + ZONES[zone], "n": count})


def before_first(window):
    """A moment between the windows of the day before FIRST and of FIRST; those past midnight here leave noon free."""
    return "2024-01-01T12:00:00" if window[1] < window[0] else "2023-12-31T23:59:59"


def asked(ritual, requests, found):
    """The civil times answered to each request; a refusal is noted and has none."""
    answers, ends = ask(ritual, requests)
    found += [f"{line}\t# ended by {end}" for line, end in ends]
    for line, answer in zip(requests, answers):
        reply = json.loads(answer) if answer else {"error": "no answer"}
        if "error" in reply:
            found.append(f"{line}\t# {reply['error']}")
        yield [datetime.fromisoformat(text).replace(tzinfo=None) for text in reply.get("next", [])]


def edges(window):
    """Minutes from the day's start to both ends of the window."""
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in window)
    return first, last if last > first else last + 24 * 60


def minutes(lines):
    """By place in the series, the minutes from the start of the day it belongs to; one ring for each day is assumed."""
    return [(moment - FIRST - timedelta(days=number)) / timedelta(minutes=1) for number, moment in enumerate(lines)]


def daily_problems(line, lines, window):
    """Each wanted day once, within the window, on a whole minute."""
    if len(lines) != DAYS:
        yield f"{line}\t# {len(lines)} days of {DAYS}"
    first, last = edges(window)
    for number, minute in enumerate(minutes(lines)):
        if not first <= minute <= last or minute % 1:
            yield f"{line}\t# expected one minute in {'-'.join(window)} of day {number + 1} from 2024-01-01, got {lines[number]}"
            return


def zone_problems(series, key):
    if any(series[zone, key] != series["UTC", key] for zone in ZONES):
        yield f"{request('UTC', *key)}\t# other minutes in another zone"


def uniformity_problems(line, lines, window):
    """Pearson's chi-square over the minutes of the window, and both of its ends are drawn."""
    first, last = edges(window)
    bins, seen = last - first + 1, Counter(minutes(lines))
    expected = len(lines) / bins
    value = sum((seen[minute] - expected) ** 2 / expected for minute in range(first, last + 1))
    limit = chi_square_limit(bins - 1)
    if value > limit:
        yield f"{line}\t# chi-square {value:.1f} over {bins} minutes, limit {limit:.1f}"
    if expected > 30 and not (seen[first] and seen[last]):
        yield f"{line}\t# an end of the window is never drawn"


def chi_square_limit(freedom):
    """What chi-square passes with the probability SHARE, by Wilson and Hilferty."""
    share = 2 / (9 * freedom)
    return freedom * (1 - share + NormalDist().inv_cdf(1 - SHARE) * math.sqrt(share)) ** 3


def likeness_problems(series):
    """Two ids agree on about as many days as chance has it."""
    for window in WINDOWS:
        first, last = edges(window)
        chance = 1 / (last - first + 1)
        limit = DAYS * chance + 6 * math.sqrt(DAYS * chance)
        for number, one in enumerate(IDS):
            for other in IDS[number + 1:]:
                same = sum(a == b for a, b in zip(series["UTC", (window, one)], series["UTC", (window, other)]))
                if same > limit:
                    yield f"{request('UTC', window, other)}\t# agrees with the id {one} on {same} of {DAYS} days"


def same_draw_problems(ritual, series):
    """The draw knows only id, date and window: other days of the week and a later start show the same minutes."""
    window, ritual_id, found = WINDOWS[0], IDS[0], []
    daily = series["UTC", (window, ritual_id)]
    weekdays = [moment for moment in daily if moment.weekday() < 5]
    later = [moment for moment in daily if moment > datetime(2030, 5, 1)]
    requests = [request("UTC", window, ritual_id, " on weekdays", len(weekdays)),
                request("UTC", window, ritual_id, "", len(later), "2030-05-01T00:00:00")]
    for line, got, wanted in zip(requests, asked(ritual, requests, found), (weekdays, later)):
        if got != wanted:
            found.append(f"{line}\t# other minutes than `daily` from 2024 shows for the same dates")
    return found
