#!/usr/bin/python3
"""Reads what `ritual export ics` writes with python-icalendar and with khal, and compares it with `ritual next --json`.

  phone.py RITUAL

A year ahead, so that the clocks change twice meanwhile: each event on its local time, with its alarms, its words and its end.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter
from zoneinfo import ZoneInfo

import icalendar

program = os.path.abspath(sys.argv[1])
UTC = datetime.timezone.utc
HOME = ZoneInfo("Europe/Berlin")
DAYS = 366
# By the dates of the year to come, so that the test is as good in any year.
NOW = datetime.datetime.now(UTC)


def date(days):
    return NOW.astimezone(HOME).date() + datetime.timedelta(days=days)


LONG = "Äpfel; Nüsse, Brot \\\\ und ein Lied: ♥ 家族 " * 6
RITUALS = f"""\
partners: [Alex, Sam]
place: {{latitude: 52.52, longitude: 13.40}}
quiet: 22:30-07:00
away: [{date(60)}..{date(80)}]
defaults: {{at: "08:30"}}
rituals:
  coffee: {{title: 'Coffee; for two, \\o/', say: Before the day gets loud., when: weekdays at 07:30}}
  early: {{title: Early, when: mondays at 06:45, for: 1h30m}}
  too-early: {{title: Never, when: tuesdays at 04:00}}
  skipped-hour: {{title: Skipped hour, when: daily at 02:30, quiet: ring, for: 1d}}
  overseas: {{title: Overseas, when: 'mon, wed at 12:00', timezone: America/New_York, for: 45m}}
  gesture: {{title: Gesture, when: sometime between 10:00 and 16:00 on wednesdays, who: Alex}}
  surprise: {{title: Surprise, when: fridays at 13:00, who: Sam}}
  walk: {{title: Walk, say: "The sun sets at {{sunset}}.", when: saturdays at sunset - 30m, for: 1h, heads-up: 30m}}
  counted: {{title: Counted, say: "Number {{n}}.", when: saturdays at 11:00}}
  date-night: {{title: Date night, when: every other friday at 19:30, starting: 2026-01-09, heads-up: [3d, 2h], turns: [Alex, Sam], prompts: fun}}
  spring: {{title: Spring, when: daily at 08:45, from: {date(30)}, until: {date(40)}, except: {date(32)}}}
  dinner: {{title: Dinner, when: thursdays at 19:00, for: 45m, unplug: true}}
  bins: {{title: Bins, when: thursdays at 19:15}}
  resting: {{title: Resting, when: daily at 10:00, enabled: false}}
  ours: {{title: Nobody reads this, when: sundays at 19:00, private: true}}
  long: {{title: Long, say: "{LONG}", when: sundays at 12:00}}
occasions:
  wedding: {{title: Our wedding day, date: 2016-{date(100):%m-%d}, heads-up: [2w, 3d], at: 18:00}}
  birthday: {{title: Sam's birthday, date: 1992-{date(200):%m-%d}, kind: birthday}}
  name-day: {{title: Name day, date: {date(300):%m-%d}}}
decks: {{fun: ["Cook, both of us", Board games, "The museum; late"]}}
"""
USUAL = datetime.timedelta(minutes=15)
OCCASIONS = ("wedding", "birthday", "name-day")
# khal takes long for each event.
FOR_KHAL = ("early", "overseas", "gesture", "walk", "date-night", "spring", *OCCASIONS)
LASTS = {"early": 90, "overseas": 45, "walk": 60, "dinner": 45}
problems = []


def check(what, condition):
    if not condition:
        problems.append(what)


def run(*command, **variables):
    environment = {"HOME": str(home), "TZ": "Europe/Berlin", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables}
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=300)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {ran.returncode}: {ran.stderr.decode()}")
    return ran.stdout


def ritual(*arguments):
    return run(program, *arguments, "--config", str(home / "rituals.yaml"))


def moment(text):
    return datetime.datetime.fromisoformat(text).astimezone(UTC)


def wall(instant, days):
    """So many days before an instant, at the same time of the day."""
    return (instant.astimezone(HOME) - datetime.timedelta(days=days)).astimezone(UTC)


def expected(me):
    """What is to ring, from `ritual next`: by its UID the row, and when it rings."""
    (home / "me").write_text(me)
    rows = {}
    for row in json.loads(ritual("next", "--json", "-n", "100000" if me == "Alex" else "20000")):
        at = moment(row["at"])
        if row.get("silent") or row["private"] or not low <= at < high:
            continue
        name = row["due"].replace("-", "").replace(":", "")
        if "T" in name:
            name = name.ljust(15, "0")
        if row["ritual"] in OCCASIONS:
            name = name[:8]
        rows[f"{row['ritual']}.{name}@rituald"] = (row, moment(row.get("rings", row["at"])))
    return rows


def alarms(event, start):
    triggers = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    check(f"{event['UID']}: an alarm that shows nothing", all(a["ACTION"] == "DISPLAY" and a["DESCRIPTION"] for a in event.walk("VALARM")))
    return sorted(start + trigger for trigger in triggers)


def ahead(instants):
    return [instant for instant in instants if instant > low]


def check_occasion(event, row, rings, uid):
    day = moment(row["at"]).astimezone(HOME).date()
    check(f"{uid}: from {event['DTSTART'].dt} to {event['DTEND'].dt}",
          event["DTSTART"].dt == day and event["DTEND"].dt == day + datetime.timedelta(days=1))
    midnight = datetime.datetime.combine(day, datetime.time(), HOME).astimezone(UTC)
    told = [wall(rings, 14), wall(rings, 3)] if row["ritual"] == "wedding" else []
    check(f"{uid}: alarms {alarms(event, midnight)}", ahead(alarms(event, midnight)) == ahead(sorted(told + [rings])))
    count = f" ({row['count']})" if "count" in row else ""
    check(f"{uid}: {event['SUMMARY']}", event["SUMMARY"] == row["title"] + count)
    if count:
        check(f"{uid}: no count of years", row["count"].split()[-1] in event["DESCRIPTION"])


def check_event(event, row, rings, uid):
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    check(f"{uid}: from {start}, not {rings}", start == rings and start.tzinfo is not None)
    if row["ritual"] == "skipped-hour":
        check(f"{uid}: to {end}", end == wall(rings, -1))
    else:
        lasts = datetime.timedelta(minutes=LASTS[row["ritual"]]) if row["ritual"] in LASTS else USUAL
        check(f"{uid}: to {end}", end - start == lasts)
    due = moment(row["at"])
    told = {"walk": [due - datetime.timedelta(minutes=30)], "date-night": [wall(due, 3), due - datetime.timedelta(hours=2)]}
    check(f"{uid}: alarms {alarms(event, start)}",
          ahead(alarms(event, start)) == ahead(sorted(told.get(row["ritual"], []) + [rings])))
    check(f"{uid}: {event['SUMMARY']}", event["SUMMARY"] == row["title"])


def check_words(events, me):
    for uid, event in events.items():
        words = str(event.get("DESCRIPTION", "")).split("\n")
        name = uid.split(".")[0]
        if name == "long":
            check(f"{uid}: {words}", words == [LONG.replace("\\\\", "\\").strip()])
        elif name == "counted":
            check(f"{uid}: {words}", words == [""])
        elif name == "walk":
            sunset = event["DTSTART"].dt.astimezone(HOME) + datetime.timedelta(minutes=30)
            check(f"{uid}: {words}", words == [f"The sun sets at {sunset:%H:%M}."])
        elif name == "date-night":
            own = rows[uid][0]["turn"]
            turn = f"{own}, it is your turn." if own == me else f"It is {own}'s turn."
            check(f"{uid}: {words}", words[0] == turn and words[1] in ("Cook, both of us", "Board games", "The museum; late"))
        elif name == "early":
            check(f"{uid}: {words}", words == ["It was meant for 06:45."])


def check_calendar(me, text):
    lines = text.split(b"\r\n")
    check("lines that do not end as they should", b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines) and lines[-1] == b"")
    check("lines that are too long, or cut within a letter", all(len(line) <= 75 and line.decode() is not None for line in lines))
    calendar = icalendar.Calendar.from_ical(text)
    check("errors", not calendar.errors and not any(part.errors for part in calendar.walk()))
    check("what a calendar must have", calendar["VERSION"] == "2.0" and calendar["PRODID"])
    all_events = [event for event in calendar.walk("VEVENT")]
    check("what an event must have", all(event["DTSTAMP"].dt and event["SEQUENCE"] > 0 for event in all_events))
    check("a UID twice", max(Counter(event["UID"] for event in all_events).values()) == 1)

    def at(event):
        start = event["DTSTART"].dt
        return start if isinstance(start, datetime.datetime) else datetime.datetime.combine(start, datetime.time(12), HOME)

    # What lies near either end may be in one and not in the other, since time goes on between them.
    margin = datetime.timedelta(days=2)
    events = {str(event["UID"]): event for event in all_events if low + margin <= at(event) < high - margin}
    wanted = {uid for uid, (_, rings) in rows.items() if low + margin < rings < high - margin - datetime.timedelta(hours=12)}
    check(f"{me}: missing {sorted(wanted - set(events))[:5]}, too many {sorted(set(events) - set(rows))[:5]}",
          wanted <= set(events) <= set(rows))
    for uid, event in events.items():
        if uid not in rows:
            continue
        row, rings = rows[uid]
        (check_occasion if not isinstance(event["DTSTART"].dt, datetime.datetime) else check_event)(event, row, rings, uid)
    check_words(events, me)
    names = {uid.split(".")[0] for uid in events}
    check(f"{me} sees {sorted(names)}", ("gesture" in names) == (me == "Alex") and ("surprise" in names) == (me == "Sam"))
    check("what nobody should read", "ours" not in names and b"Nobody reads" not in text)
    check("what never rings", not names & {"too-early", "resting"})
    for name in (*OCCASIONS, "spring", "early", "bins"):
        check(f"no {name}", name in names)
    return events


def check_khal():
    """khal takes some of it in, twice over, and shows each event on its local time."""
    lines = RITUALS.splitlines(keepends=True)
    (home / "rituals.yaml").write_text("".join(line for line in lines if line[:2] != "  " or line.split(":")[0].strip() in FOR_KHAL))
    (home / "khal").write_text(f"""\
[calendars]
[[rituals]]
path = {home}/vdir
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S
""")
    (home / "vdir").mkdir()
    for _ in range(2):
        text = ritual("export", "ics", "--days", str(DAYS))
        (home / "rituals.ics").write_bytes(text)
        run("khal", "--config", home / "khal", "import", "--batch", "-a", "rituals", home / "rituals.ics")
        count, kept = text.count(b"BEGIN:VEVENT"), len(list((home / "vdir").iterdir()))
        check(f"khal has {kept} events of {count}", kept == count)
    listed = run(
        "khal", "--config", home / "khal", "list", "--once", "--day-format", "", "--format", "{uid}|{start-date}|{start-time}",
        str(date(-1)), f"{DAYS + 3}d")
    return {line.split("|")[0]: line.split("|")[1:] for line in listed.decode().splitlines() if "|" in line}


with tempfile.TemporaryDirectory() as folder:
    home = pathlib.Path(folder)
    (home / "rituals.yaml").write_text(RITUALS)
    low, high = NOW, NOW + datetime.timedelta(days=DAYS)
    rows = expected("Sam")
    (home / "me").write_text("Alex")
    check_calendar("Sam", ritual("export", "ics", "--days", str(DAYS), "--for", "Sam"))
    rows = expected("Alex")
    events = check_calendar("Alex", ritual("export", "ics", "--days", str(DAYS)))
    shown = check_khal()
    (home / "rituals.yaml").write_text("rituals: {a: {when: every 20 minutes between 00:00 and 23:59}}")
    many = subprocess.run(
        [program, "export", "ics", "--days", "366", "--config", home / "rituals.yaml", "--out", home / "rituals.ics"], capture_output=True)
    check("more events than anybody reads", many.returncode == 1 and b"more than 20000 events" in many.stderr and many.stdout == b"")
    offsets = set()
    for uid, event in events.items():
        if uid.split(".")[0] not in FOR_KHAL:
            continue
        start = event["DTSTART"].dt
        if isinstance(start, datetime.datetime):
            local = start.astimezone(HOME)
            offsets.add(local.utcoffset())
            wanted = [f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}"]
        else:
            wanted = [f"{start:%Y-%m-%d}", ""]
        check(f"khal shows {uid} as {shown.get(uid)}, not {wanted}", shown.get(uid, [])[:2] == wanted)
    check("the clocks did not change meanwhile", len(offsets) == 2)

for problem in problems[:20]:
    print(problem, file=sys.stderr)
print(f"{len(events)} events of a year, read by python-icalendar and shown by khal; {len(problems)} problems")
sys.exit(1 if problems else 0)
