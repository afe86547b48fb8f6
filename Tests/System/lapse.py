#!/usr/bin/python3
"""Lets a month pass in a daemon at a day a second, and in `ritual simulate`: both must tell the same, line by line.

  lapse.py RITUALD RITUAL

The file has rituals of all kinds, and one zone whose clocks change meanwhile. Then a year of fifty rituals is simulated.
"""
import collections
import datetime
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

rituald, ritual = sys.argv[1:3]
START, DAYS, MORE = datetime.date(2026, 3, 10), 31, 7
RITUALS = """\
place: {latitude: 52.52, longitude: 13.40}
quiet: 22:30-07:00
away: [2026-04-04..2026-04-05]
rituals:
  coffee: {title: Coffee, when: weekdays at 07:30, answer: false}
  before-seven: {title: Before seven, when: weekdays at 06:15}
  papers: {title: Papers, when: weekdays at 06:45, for: 20m, end: note}
  tea: {title: Tea, when: 'tue, thu at 12:15', for: 25m, end: note, nudge: 'every 30m, 1 time'}
  at-night: {title: At night, say: Nobody hears it., when: daily at 23:15}
  night-owl: {title: Night owl, when: 'mon, thu at 23:45', quiet: ring}
  hush: {title: Hush, when: saturdays at 05:00, quiet: drop}
  dinner: {title: Dinner, say: Phones in the basket., when: mon-thu at 19:00, for: 45m, unplug: true}
  bins: {title: Bins, when: mondays at 19:15}
  call: {title: Call, when: 'mon, wed at 19:30', nudge: 'every 5m, 1 time'}
  kettle: {title: Kettle, when: tuesdays at 19:10, grace: 10m, missed: digest}
  lunch: {title: Lunch, when: 'tue, thu at 12:15', enough: 1 a week, nudge: 'every 10m, 2 times'}
  date-night: {title: Date night, when: every other friday at 19:30, starting: 2026-03-13, heads-up: [3d, 2h]}
  check-in: {title: Between us, say: Nobody reads this., when: sundays at 19:00, for: 45m, end: note, private: true, nudge: 'every 40m, 2 times'}
  walk: {title: Walk, when: saturdays at sunset - 30m, for: 1h, end: note, heads-up: 30m}
  stretch: {title: Stretch, when: every 45 minutes between 09:00 and 11:15 on weekdays, answer: false}
  gesture: {title: Gesture, when: sometime between 10:00 and 16:00 on wednesdays, locked: drop}
  skipped-hour: {title: Skipped hour, when: daily at 02:30, timezone: Europe/Berlin, quiet: ring}
  overseas: {title: Overseas, when: daily at 08:00, timezone: America/New_York, grace: 20m}
  resting: {title: Resting, when: daily at 10:00, enabled: false}
  spring: {title: Spring, when: daily at 08:45, from: 2026-03-20, until: 2026-03-25, except: 2026-03-22}
  early-word: {title: Early word, when: thursdays at 07:20, heads-up: 1h}
""" + "".join(f"  crowd-{number}: {{title: Crowd {number}, when: the 1st and 15th at 09:00}}\n" for number in range(4))


def fifty():
    """Fifty rituals, each with something to it, and no two alike."""
    kinds = [
        "when: weekdays at 07:{0:02}, nudge: 'every 10m, 2 times'", "when: daily at 21:{0:02}, heads-up: [1d, 2h]",
        "when: mon-thu at 19:{0:02}, for: 45m, unplug: true", "when: every 3 days at 18:{0:02}, starting: 2026-01-02",
        "when: sometime between 10:00 and 16:{0:02}", "when: first sunday of the month at 10:{0:02}, for: 1h, end: note",
        "when: every 90 minutes between 09:{0:02} and 17:00 on weekdays, answer: false", "when: daily at 23:{0:02}",
        "when: saturdays at sunset - {0}m", "when: 'tue, thu at 12:{0:02}', enough: 1 a week, timezone: Europe/Berlin"]
    lines = [f"  ritual-{number}: {{{kinds[number % 10].format(number)}}}" for number in range(50)]
    return "\n".join(["place: {latitude: 52.52, longitude: 13.40}", "quiet: 22:30-07:00", "rituals:"] + lines) + "\n"


# MARK: What the daemon tells

def daemon(arguments, environment, end):
    """Its lines on standard output and on standard error, up to one of a date past the end."""
    # Whoever reads the one must not keep the other from being written.
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    errors = []
    reader = threading.Thread(target=lambda: errors.extend(line.rstrip("\n") for line in process.stderr))
    reader.start()
    alarm = threading.Timer(60, process.kill)
    alarm.start()
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        shown = announcement(lines[-1])
        if shown and shown[1] == "ring" and shown[0] >= end.isoformat():
            process.send_signal(signal.SIGINT)
            break
    process.stdout.read()
    process.wait()
    reader.join()
    alarm.cancel()
    return lines, errors, process.returncode


def announcement(line):
    """When it is for, what it is, its title and what else; nil for a line of the agenda."""
    match = re.fullmatch(r"[A-Z][a-z]{2} (\d+ [A-Z][a-z]{2}) ([\d:]+)  (.*?)(  \(ritual .*\))?", line)
    if not match:
        return None
    day = datetime.datetime.strptime(f"{match[1]} {START.year}", "%d %b %Y").date()
    title, *words = match[3].split(" · ")
    more = ""
    if title == "A private ritual":
        kind = "private"
    elif re.match(r"\d+ rituals ", title):
        kind, more = "together", words
    elif title == "Passed by meanwhile":
        kind = "digest"
    elif words and re.match(r"In |Tomorrow at ", words[0]):
        kind, more = "ahead", words[0]
    elif words and words[0].startswith(("The phones may come back", "That was the time")):
        kind = "end"
    else:
        # A nudge has the words of its ring; standard error tells them apart.
        kind = "ring"
    return f"{day.isoformat()} {match[2]}", kind, title, more


# MARK: What the simulation says that the daemon should tell

def title(row):
    return row.get("title", "A private ritual")


def length(seconds):
    if seconds < 3600:
        return f"{seconds // 60} min"
    minutes = seconds // 60 % 60
    return f"{seconds // 3600} h" + (f" {minutes} min" if minutes else "")


def words_ahead(row):
    """With the time left, of one that has a time for a name; else nothing, since only the daemon's line has it."""
    if "T" not in row["due"]:
        return None
    at, due = datetime.datetime.fromisoformat(row["at"]).replace(tzinfo=None), datetime.datetime.fromisoformat(row["due"])
    left, days = (due - at).total_seconds(), (due.date() - at.date()).days
    if days == 0 or left < 12 * 3600:
        return f"In {length(int(left))}, at {due:%H:%M}."
    return f"In {days} days, {due:%a} at {due:%H:%M}." if days > 1 else f"Tomorrow at {due:%H:%M}."


def stamp(row):
    if row["what"] == "digest":
        return row["at"][:19].replace("T", " ").removesuffix(":00")
    return row["due"].replace("T", " ")


def shown(rows):
    """The lines that standard output should have, in their order."""
    waited, expected = set(), []
    moments = collections.OrderedDict()
    for row in rows:
        moments.setdefault(row["at"], []).append(row)
    for moment in moments.values():
        rings = [row for row in moment if row["what"] == "ring"]
        released = [row for row in rings if (row["ritual"], row["due"]) in waited]
        waited |= {(row["ritual"], row["due"]) for row in moment if row["what"] == "wait" and row["rule"] == "unplugged"}
        together = rings if len(rings) > 3 else released if len(released) > 1 else []
        # The line at an end comes before what has waited for it, and not where its ritual rings anew.
        anew = {row["ritual"] for row in rings}
        for row in moment:
            if row["what"] == "end" and row["ritual"] not in anew:
                expected.append((stamp(row), "end" if "title" in row else "private", title(row), ""))
        for row in rings:
            if row not in together:
                expected.append((stamp(row), "ring" if "title" in row else "private", title(row), ""))
        if together:
            words = "at once" if len(rings) > 3 else "waited meanwhile"
            names = [title(row) for row in together]
            names = names[:5] + ([f"and {len(names) - 5} more"] if len(names) > 5 else [])
            expected.append((stamp(together[0]), "together", f"{len(together)} rituals {words}", names))
        for row in moment:
            if row["what"] == "digest":
                expected.append((stamp(row), "digest", "Passed by meanwhile", ""))
            elif row["what"] in ("nudge", "ahead"):
                kind = "ring" if row["what"] == "nudge" else row["what"]
                more = words_ahead(row) if kind == "ahead" else ""
                expected.append((stamp(row), kind if "title" in row else "private", title(row), more))
    return expected


REASONS = {"quiet": "quiet hours", "unplugged": "another ritual has unplugged", "locked": "the screen is locked", "paused": "it is paused"}
ENDS = {
    "unanswered": "is over, without an answer", "away": "did not ring: you are away on its date",
    "quiet": "did not ring: quiet hours", "grace": "did not ring: it could not in time"}


def told(rows, what):
    """The lines that standard error should have of one kind."""
    for row in rows:
        if row["what"] not in what:
            continue
        if row["what"] == "ring":
            late = f", {length(row['late'])} late" if "late" in row else ""
            yield f"{title(row)} rang on the terminal{late}"
        elif row["what"] == "nudge":
            yield f"{title(row)} was shown once more: nobody has answered yet"
        elif row["what"] == "wait":
            until = f", until {row['until'][11:16]}" if "until" in row else ""
            yield f"{title(row)} waits: {REASONS[row['rule']]}{until}"
        else:
            yield f"{title(row)} {ENDS[row['rule']]}"


# MARK: Both beside each other

failed = 0


def check(sentence, found, expected, least):
    """Whether what was found is how what is expected begins, and as long as the month at least."""
    global failed
    place = next((place for place, (one, other) in enumerate(zip(found, expected)) if not matches(one, other)), None)
    if place is None and least <= len(found) <= len(expected):
        return print(f"  ok: {sentence} ({least})")
    failed += 1
    print(f"  FAILED: {sentence}: {len(found)} lines of {least} to {len(expected)}")
    if place is not None:
        print(f"    at {place}, daemon:     {found[place]}\n    at {place}, simulation: {expected[place]}")
        print("    before that:", *found[max(0, place - 4):place], sep="\n      ")


def matches(found, expected):
    if isinstance(found, str):
        # The grace in brackets is not the simulation's to tell.
        return found == expected or (expected.endswith("could not in time") and found.startswith(expected))
    # One by the sun, or at some time of a day, has only its date for a name.
    return found[1:3] == expected[1:3] and found[0].startswith(expected[0]) and expected[3] in (found[3], None)


def simulate(path, begin, end, environment):
    start = time.monotonic()
    output = subprocess.run(
        [ritual, "simulate", "--config", path, "--from", begin, "--to", end, "--json"], env=environment, check=True,
        capture_output=True, text=True, timeout=60).stdout
    return json.loads(output), time.monotonic() - start


with tempfile.TemporaryDirectory() as folder:
    environment = {
        "HOME": folder, "XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": f"{folder}/config", "XDG_STATE_HOME": f"{folder}/state",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus", "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
        **({"TZ": os.environ["TZ"]} if "TZ" in os.environ else {})}
    path, many = f"{folder}/rituals.yaml", f"{folder}/fifty.yaml"
    with open(path, "w") as file:
        file.write(RITUALS)
    with open(many, "w") as file:
        file.write(fifty())

    rows, took = simulate(many, "2026-01-01", "2026-12-31", environment)
    rings = sum(row["what"] == "ring" for row in rows)
    fine = took < 5 and rings > 10_000
    failed += not fine
    print(f"  {'ok' if fine else 'FAILED'}: a year of 50 rituals, {rings} rings, is simulated in {took:.2f} s (goal 1 s)")

    end = START + datetime.timedelta(DAYS)
    rows, _ = simulate(path, f"{START}T00:00", str(end + datetime.timedelta(MORE)), environment)
    month = [row for row in rows if row["at"] < end.isoformat()]
    output, errors, status = daemon([rituald, "--config", path, "--time-lapse", "1d/1s", "--from", str(START)], environment, end)
    seen = {row["what"] for row in month} | {row.get("rule") for row in month}
    missing = {"ring", "nudge", "ahead", "end", "wait", "silent", "over", "digest", "quiet", "unplugged", "away", "grace"} - seen
    if status != 0 or missing:
        failed += 1
        print(f"  FAILED: ended with {status}, without {missing}", *errors[-5:], sep="\n    ")
    found = [shown for shown in map(announcement, output) if shown]
    check("a month at a day a second shows what is simulated", found, shown(rows), len(shown(month)))
    for what, pattern in {
            ("ring",): r".* rang on the terminal", ("nudge",): ".* was shown once more", ("wait",): ".* waits: ",
            ("silent", "over"): ".* (did not ring|is over)"}.items():
        check(
            f"and tells of each {' and '.join(what)}", [line for line in errors if re.match(pattern, line)],
            list(told(rows, what)), len(list(told(month, what))))
sys.exit(1 if failed else 0)
