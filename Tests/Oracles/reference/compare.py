"""Asks the engine for schedules in zones, and says where its answers are not the reference's."""
import json
from dataclasses import dataclass, field
from datetime import datetime

from .engine import ask

MOST = 100_000
NO_ANSWER = {"error": "no answer, or none that is JSON with `next` and `normal`"}


@dataclass
class Outcome:
    """`notes` are the open phrases that were refused."""
    failures: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    zones: set = field(default_factory=set)
    schedules: int = 0
    requests: int = 0
    occurrences: int = 0

    def add(self, other):
        self.failures += other.failures
        self.notes += other.notes
        self.zones |= other.zones
        self.schedules += other.schedules
        self.requests += other.requests
        self.occurrences += other.occurrences


class Comparison:
    """Some walked cases through some zones: all spellings in the first zone, in the others one after the other."""

    def __init__(self, ritual, window, cases):
        self.ritual, self.window, self.cases = ritual, window, cases
        self.normals = {}
        self.refused = set()
        self.outcome = Outcome(schedules=len(cases))

    def run(self, zones):
        for turn, zone in enumerate(zones):
            self.outcome.zones.add(zone.name)
            self.check_normals(zone, self.check_spellings(zone, turn))
        return self.outcome

    def spellings(self, number, turn):
        left = [index for index in range(len(self.cases[number].spellings)) if (number, index) not in self.refused]
        return left if turn == 0 or not left else [left[(number + turn) % len(left)]]

    def check_spellings(self, zone, turn):
        """Asks each case, and gives back the answers that were right, by the number of the case."""
        asked = [(number, index) for number in range(len(self.cases)) for index in self.spellings(number, turn)]
        lines = [request(self.cases[number], self.cases[number].when(index), zone) for number, index in asked]
        right, wanted = {}, {}
        for (number, index), line, answer in zip(asked, lines, self.ask(lines)):
            case = self.cases[number]
            if number not in wanted:
                wanted[number] = zone.expected(case.walls, case.texts)
            reply = parsed(answer)
            if "error" in reply:
                self.refuse(number, index, line, reply)
                continue
            problem = times_problem(reply["next"], wanted[number], case, self.window) or self.normal_problem(number, reply["normal"])
            if self.settle(line, problem, reply):
                right[number] = answer
        return right

    def check_normals(self, zone, right):
        """Asked for a normal form, the engine has to answer what it answered to the spelling."""
        lines = [request(self.cases[number], self.normals[number], zone) for number in right]
        for wanted, line, answer in zip(right.values(), lines, self.ask(lines)):
            reply = parsed(answer)
            problem = None if answer == wanted else answer_problem(parsed(wanted), reply)
            self.settle(line, problem and f"asked for its normal form: {problem}", reply)

    def ask(self, lines):
        answers, ends = ask(self.ritual, lines)
        self.outcome.failures += [f"{line}\t# ended by {end}" for line, end in ends]
        return answers

    def settle(self, line, problem, reply):
        self.outcome.requests += 1
        self.outcome.occurrences += len(reply.get("next", ()))
        if problem:
            self.outcome.failures.append(f"{line}\t# {problem}")
        return not problem

    def refuse(self, number, index, line, reply):
        """What is refused once is not asked again in the other zones; no answer is a failure wherever it happens."""
        self.outcome.requests += 1
        if reply is NO_ANSWER:
            self.outcome.failures.append(f"{line}\t# {reply['error']}")
            return
        listed = self.outcome.notes if self.cases[number].open else self.outcome.failures
        listed.append(f"{line}\t# refused: {reply['error']}")
        self.refused.add((number, index))

    def normal_problem(self, number, normal):
        known = self.normals.setdefault(number, normal)
        return None if normal == known else f"normal form: expected {quoted(known)}, got {quoted(normal)}"


def request(case, when, zone):
    """Asks for a few more than there can be, so that what is lost or doubled cannot hide behind the end."""
    fields = {"when": when, **case.keys, "zone": zone.name, "after": zone.after, "n": count(case)}
    return json.dumps(fields, ensure_ascii=False)


def count(case):
    return min(len(case.walls) + 3, MOST)


def parsed(answer):
    """The reply, or NO_ANSWER."""
    try:
        reply = json.loads(answer or "")
    except ValueError:
        return NO_ANSWER
    return reply if isinstance(reply, dict) and ("error" in reply or {"next", "normal"} <= reply.keys()) else NO_ANSWER


def times_problem(got, wanted, case, window):
    """The first time that differs, or None; `wanted` is the lines of the window, behind which the engine goes on."""
    inside = len(got)
    while inside and got[inside - 1][:19] >= window.end_text:
        inside -= 1
    if "\n".join(got[:inside]) != wanted:
        problem = first_difference(got[:inside], wanted.split("\n") if wanted else [])
        if problem:
            return problem
    last = case.schedule.last_day
    if last:
        return f"time {inside + 1}: expected no more, got {got[inside]}" if last < window.last_day and len(got) > inside else None
    return None if len(got) == count(case) else f"expected {count(case)} times, got {len(got)}, as if it ended"


def first_difference(got, wanted):
    for number, (have, want) in enumerate(zip(got, wanted), 1):
        if have != want and not same(have, want):
            return f"time {number}: expected {want}, got {have}"
    if len(got) < len(wanted):
        return f"time {len(got) + 1}: expected {wanted[len(got)]}, got no more"
    if len(got) > len(wanted):
        return f"time {len(wanted) + 1}: expected no more, got {got[len(wanted)]}"
    return None


def same(have, want):
    """The same instant and offset written otherwise: `Z` for `+00:00`, or the half minute of old Monrovia rounded down."""
    try:
        one, other = datetime.fromisoformat(have), datetime.fromisoformat(want)
    except ValueError:
        return False
    return one == other and (one.utcoffset() == other.utcoffset() or one.year < 1973)


def answer_problem(wanted, reply):
    if "error" in reply:
        return reply["error"]
    if wanted["normal"] != reply["normal"]:
        return f"expected {quoted(wanted['normal'])}, got {quoted(reply['normal'])}"
    return first_difference(reply["next"], wanted["next"])


def refusal_problems(ritual, requests):
    """Requests, each with whether a hint is due, that have to be refused; and how many were asked."""
    requests = list(requests)
    lines = [json.dumps({**fields, "zone": "Europe/Berlin", "after": "2025-12-31T12:00:00+01:00", "n": 3}) for fields, _ in requests]
    answers, ends = ask(ritual, lines)
    found = [f"{line}\t# ended by {end}" for line, end in ends]
    for line, answer, (fields, hint) in zip(lines, answers, requests):
        problem = refusal_problem(answer, fields["when"], hint)
        found += [f"{line}\t# {problem}"] if problem else []
    return found, len(requests)


def refusal_problem(answer, when, hint):
    reply = parsed(answer)
    if reply is NO_ANSWER:
        return reply["error"]
    if "error" not in reply:
        return f"expected an error, got {json.dumps(reply)[:120]}"
    if hint and not reply.get("hint"):
        return f"expected a hint beside: {reply['error']}"
    column = reply.get("column")
    if column is not None and isinstance(when, str) and not 1 <= column <= len(when) + 1:
        return f"column {column} is outside the phrase"
    return None


def quoted(normal):
    return json.dumps(normal, ensure_ascii=False)
