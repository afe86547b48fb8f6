"""English spellings of a structure, at random: what CONFIG.md lets a person write, and no phrase it leaves open."""
from .schedule import Annual, DAILY, Dates, EveryDays, EveryMonths, EveryWeeks, Interval, LAST, MonthDays, Places, Weekly

DAY_NAMES = [("monday", "mon"), ("tuesday", "tue", "tues"), ("wednesday", "wed"), ("thursday", "thu", "thurs"),
             ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun")]
MONTH_NAMES = [("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
               ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"),
               ("november", "nov"), ("december", "dec")]
NUMBERS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PLACES = {1: ("first", "1st"), 2: ("second", "2nd"), 3: ("third", "3rd"), 4: ("fourth", "4th"), 5: ("fifth", "5th"),
          LAST: ("last",)}
HYPHENS = ["-", " - ", "\u2010", "\u2011", "\u2012", "\u2013", " \u2013 ", "\u2014", " \u2014 ", "\u2015", "\u2212",
           " to ", " through "]
COMMAS = [", ", ", ", ",", " and ", ", and "]
ENDS_IN_NUMBER = tuple("0123456789") + ("st", "nd", "rd", "th")
WORKDAYS, WEEKEND = {0, 1, 2, 3, 4}, {5, 6}


class Voice:
    """One person's way of writing, drawn from a random generator."""

    def __init__(self, rng):
        self.rng = rng

    def maybe(self, text, chance=0.5):
        return text if self.rng.random() < chance else ""

    def join(self, items):
        text, *others = items
        for item in others:
            text += self.rng.choice(COMMAS) + item
        return text

    def shuffled(self, items):
        items = list(items)
        self.rng.shuffle(items)
        return items

    # A phrase and its parts

    def phrase(self, phrase):
        days, times = self.days(phrase.days), self.times(phrase.times)
        if times and phrase.days == DAILY and self.rng.random() < 0.3:
            text = times
        elif not times:
            text = days
        elif self.rng.random() < 0.6:
            text = f"{days} {times}" if self.at_is_there(times) or not self.asks_for_at(days) else f"{days} at {times}"
        else:
            text = f"{times} on {days}" if days[0].isdigit() else f"{times} {days}"
        if phrase.excepts:
            text += " except " + self.join(self.except_words(phrase.excepts))
        return self.cased(text)

    def except_words(self, rules):
        """A date beside other days is in ISO form: `17 may, sep 16th, 2027` could be the 17th of two months."""
        for rule in rules:
            plain = isinstance(rule, Dates) and len(rules) > 1
            yield rule.dates[0].isoformat() if plain else self.day_words(rule, True)

    def at_is_there(self, times):
        return times.startswith(("at ", "every "))

    def asks_for_at(self, days):
        """A time of day right behind a number would be a riddle: `june 18 7 am`."""
        return days.endswith(ENDS_IN_NUMBER)

    def cased(self, text):
        way = self.rng.random()
        if way < 0.6:
            return text
        if way < 0.7:
            return text.upper()
        if way < 0.8:
            return text.capitalize()
        return "".join(self.rng.choice((letter.upper(), letter)) for letter in text)

    # Days

    def days(self, rule):
        if rule == DAILY:
            return self.rng.choice(["daily", "every day"])
        words = self.day_words(rule, False)
        if words.startswith(("every", "on ", "the ")):
            return words
        return self.maybe("on ", 0.25) + words

    def day_words(self, rule, bare):
        """`bare` is for `except`, where `every` before a day says nothing more."""
        match rule:
            case Weekly(days):
                return self.weekly(days, 0 if bare else 0.2)
            case EveryDays(step):
                return self.every(step, "day")
            case EveryWeeks(step, days):
                return self.every_weeks(step, days)
            case EveryMonths(step, inner):
                return f"{self.every(step, 'month')} on {self.within_month(inner)}"
            case Places(pairs, months):
                return self.maybe("the ") + self.places(pairs) + self.months(months, self.rng.choice(["", " of the month"]))
            case MonthDays(days, months):
                return self.month_days(days, months)
            case Annual(days):
                return self.annual(days, bare)
            case Dates(dates):
                return self.dates(dates)
        raise TypeError(rule)

    def within_month(self, rule):
        match rule:
            case MonthDays((-1,)):
                return self.maybe("the ") + "last day"
            case MonthDays(days):
                return self.numbered(days)
            case Places(pairs):
                return self.maybe("the ") + self.places(pairs)
        raise TypeError(rule)

    def weekly(self, days, every):
        left, items = set(days), []
        if left == set(range(7)) and every == 0:
            return "sunday to saturday"
        if left >= WORKDAYS and self.rng.random() < 0.6:
            items.append(self.named("weekday", "weekdays", every))
            left -= WORKDAYS
        if left >= WEEKEND and self.rng.random() < 0.5:
            items.append(self.named("weekend", "weekends", every))
            left -= WEEKEND
        items += [self.run(run, every) for run in self.runs(left)]
        return self.join(self.shuffled(items))

    def runs(self, days):
        """The days in lists of neighbours, around the end of the week too, some of them left single."""
        starts = [day for day in sorted(days) if (day - 1) % 7 not in days] or sorted(days)[:1]
        for start in starts:
            run = [start]
            while (run[-1] + 1) % 7 in days and (run[-1] + 1) % 7 != start:
                run.append((run[-1] + 1) % 7)
            if len(run) > 1 and self.rng.random() < 0.6:
                yield run
            else:
                yield from ([day] for day in run)

    def run(self, run, every):
        if len(run) == 1:
            name = self.rng.choice(DAY_NAMES[run[0]])
            plural = DAY_NAMES[run[0]][0] + "s"
            return self.named(name, plural, every)
        first, last = self.rng.choice(DAY_NAMES[run[0]]), self.rng.choice(DAY_NAMES[run[-1]])
        return first + self.rng.choice(HYPHENS) + last

    def named(self, singular, plural, every):
        if self.rng.random() < every:
            return "every " + singular
        return self.rng.choice([singular, plural])

    def every(self, step, unit):
        ways = [f"every {step} {unit}s"]
        if step < len(NUMBERS):
            ways.append(f"every {NUMBERS[step]} {unit}s")
        if step == 2:
            ways += [f"every other {unit}", f"every second {unit}"]
        return self.rng.choice(ways)

    def every_weeks(self, step, days):
        if step == 2 and len(days) == 1 and self.rng.random() < 0.5:
            return "every other " + self.rng.choice(DAY_NAMES[days[0]])
        return f"{self.every(step, 'week')} {self.maybe('on ', 0.8)}{self.weekly(days, 0)}"

    def places(self, pairs):
        """Each day word takes the place before it: by weekday, by place, or pair by pair."""
        way = self.rng.choice(["weekday", "place", "pair"])
        if way == "pair":
            items = [([place], [weekday]) for place, weekday in pairs]
        elif way == "weekday":
            weekdays = dict.fromkeys(weekday for _, weekday in pairs)
            items = [([place for place, other in pairs if other == weekday], [weekday]) for weekday in weekdays]
        else:
            places = dict.fromkeys(place for place, _ in pairs)
            items = [([place], [weekday for other, weekday in pairs if other == place]) for place in places]
        return self.join([self.placed(places, weekdays) for places, weekdays in self.shuffled(items)])

    def placed(self, places, weekdays):
        named = self.join([self.rng.choice(PLACES[place]) for place in self.shuffled(places)])
        return named + " " + self.join([self.rng.choice(DAY_NAMES[weekday]) for weekday in self.shuffled(weekdays)])

    def months(self, months, otherwise):
        if not months:
            return otherwise
        named = [self.maybe("every ", 0.05) + self.month(month) for month in self.shuffled(months)]
        return self.rng.choice([" of ", " in "]) + self.join(named)

    def month(self, month):
        return self.rng.choice(MONTH_NAMES[month - 1])

    def month_days(self, days, months):
        if days == (LAST,):
            return self.maybe("the ") + "last day" + self.months(months, " of the month")
        return self.numbered(days) + self.months(months, self.rng.choice(["", "", " of the month"]))

    def numbered(self, days):
        if len(days) == 1 and self.rng.random() < 0.4:
            return f"day {days[0]}"
        return self.maybe("the ") + self.join([ordinal(day) for day in self.shuffled(days)])

    def annual(self, days, bare):
        """All of a list in one way: `2 oct, august 15` could be the 2nd of two months."""
        way = self.rng.choice(["{name} {day}", "{day} {name}", "{name} {nth}", "{nth} {name}", "the {nth} of {name}",
                               "{nth} of {name}", "{name} {day}" if bare else "every {name} {day}"])
        return self.join([way.format(name=self.month(month), day=day, nth=ordinal(day)) for month, day in self.shuffled(days)])

    def dates(self, dates):
        if len(dates) > 1:
            return self.join([day.isoformat() for day in self.shuffled(dates)])
        day, name = dates[0], self.month(dates[0].month)
        return self.rng.choice([
            day.isoformat(), f"{day.day} {name} {day.year}", f"{name} {day.day}, {day.year}",
            f"{name} {ordinal(day.day)}, {day.year}", f"the {ordinal(day.day)} of {name} {day.year}"])

    # Times

    def times(self, times):
        if isinstance(times, Interval):
            half = self.rng.random() < 0.3
            first, last = (self.clock(second, half) for second in (times.first, times.last))
            return f"every {self.span(times.step)} between {first} and {last}"
        if not times.seconds:
            return ""
        half = self.rng.random() < 0.3 and not any(second % 60 for second in times.seconds)
        listed = self.join([self.clock(second, half) for second in self.shuffled(times.seconds)])
        return self.maybe("at ", 0.7) + listed

    def clock(self, second, half):
        """`half`: with am and pm, which all times of a list then have."""
        if second in (0, 12 * 3600) and self.rng.random() < 0.4:
            return "noon" if second else "midnight"
        hour, minute, rest = second // 3600, second // 60 % 60, second % 60
        if rest:
            return f"{self.hour(hour)}:{minute:02}:{rest:02}"
        if half:
            text = f"{(hour - 1) % 12 + 1}" + (f":{minute:02}" if minute or self.rng.random() < 0.3 else "")
            letter = "p" if hour >= 12 else "a"
            return text + self.maybe(" ") + self.rng.choice([f"{letter}m", f"{letter}.m."])
        return f"{self.hour(hour)}:{minute:02}"

    def hour(self, hour):
        return self.rng.choice([f"{hour:02}", f"{hour}"])

    def span(self, seconds):
        minutes = seconds // 60
        hours, rest = divmod(minutes, 60)
        ways = [f"{minutes} minutes", f"{minutes}m"]
        if minutes < len(NUMBERS):
            ways.append(f"{NUMBERS[minutes]} minutes")
        if hours and rest:
            ways.append(f"{hours}h{rest}m")
        if hours > 1 and not rest:
            ways += [f"{hours} hours", f"{hours}h"] + ([f"{NUMBERS[hours]} hours"] if hours < len(NUMBERS) else [])
        return self.rng.choice(ways)


def ordinal(day):
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
