import CivilTime

/// The words of the phrase language.
enum Vocabulary {
    static let weekdays: [String: Weekday] = {
        let short: [(Weekday, [String])] = [
            (.monday, ["mon"]), (.tuesday, ["tue", "tues"]), (.wednesday, ["wed", "weds"]),
            (.thursday, ["thu", "thur", "thurs"]), (.friday, ["fri"]), (.saturday, ["sat"]),
            (.sunday, ["sun"]),
        ]
        var words: [String: Weekday] = [:]
        for (day, spellings) in short {
            for spelling in spellings {
                words[spelling] = day
                words[spelling + "s"] = day
            }
            words[day.name] = day
            words[day.pluralName] = day
        }
        return words
    }()

    /// `weekdays` and its like.
    static let groups: [String: DaySet] = [
        "weekday": .workdays, "weekdays": .workdays, "weekend": .weekend, "weekends": .weekend,
    ]

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]

    static let months: [String: Int] = {
        var words = ["sept": 9, "marches": 3, "januaries": 1, "februaries": 2]
        for (index, name) in monthNames.enumerated() {
            words[name] = index + 1
            words[name + "s"] = index + 1
            words[String(name.prefix(3))] = index + 1
        }
        return words
    }()

    /// The name of a month from 1 to 12.
    static func monthName(_ number: Int) -> String { monthNames[number - 1] }

    static let numbers: [String: Int] = Dictionary(
        uniqueKeysWithValues: zip(
            [
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                "twelve",
            ], 1...12))

    /// Places in a month as words; the last is 0.
    static let places: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": 0,
    ]

    /// What can be counted.
    enum Unit: String, Sendable {
        case minute, hour, day, week, month, year
    }

    static let units: [String: Unit] = {
        var words: [String: Unit] = ["min": .minute, "mins": .minute, "hr": .hour, "hrs": .hour]
        for unit in [Unit.minute, .hour, .day, .week, .month, .year] {
            words[unit.rawValue] = unit
            words[unit.rawValue + "s"] = unit
        }
        return words
    }()

    static let sun: [String: SunEvent] = ["sunrise": .sunrise, "sunset": .sunset]

    /// Words that may be left out.
    static let fillers: Set<String> = ["on", "at", "of", "in", "the"]

    /// What people write who don't know the language yet, and the way out where no phrase can be offered for theirs.
    static let advice: [String: String] = {
        let date = "a date reads like `2026-12-24` or `24 december 2026`"
        func key(_ name: String) -> String {
            "dates that limit a schedule are keys of their own: `\(name): 2027-01-04`"
        }
        return [
            "today": date, "tonight": date, "tomorrow": date, "next": date, "this": date, "/": date,
            ".": "a time reads like `07:30`; \(date)",
            "twice": "name both times, as in `daily at 08:00, 20:00`", "until": key("until"),
            "till": key("until"), "til": key("until"),
            "from": "between two times: `every hour between 09:00 and 17:00`; \(key("from"))",
            "starting": key("starting"), "since": key("from"),
            "or": "`mondays, tuesdays` rings on both; rituald doesn't choose",
            "utc": "the zone is a key of its own: `timezone: UTC`",
            "gmt": "the zone is a key of its own: `timezone: UTC`",
            "seconds":
                "whole minutes and hours can be counted, as in `every 90 minutes between 09:00 and 17:00`",
            "secs":
                "whole minutes and hours can be counted, as in `every 90 minutes between 09:00 and 17:00`",
            "once": "say on which day, as in `weekly on sunday`, or `june 18` for once a year",
            "yearly": "say on which day, as in `june 18`", "annually": "say on which day, as in `june 18`",
            "birthday": "a birthday is an occasion; as a phrase it's a date, `june 18`",
            "anniversary": "an anniversary is an occasion; as a phrase it's a date, `june 18`",
        ]
    }()

    /// Everything a person may type, for "did you mean".
    static let all: [String] =
        (Array(weekdays.keys) + Array(months.keys) + Array(numbers.keys) + Array(places.keys)
        + Array(units.keys) + Array(sun.keys) + Array(groups.keys) + fillers + [
            "daily", "every", "other", "noon", "midnight", "through", "between", "sometime", "except",
            "before",
            "after",
        ]).sorted()
}

extension Weekday {
    /// The name in lower case: `monday`.
    package var name: String {
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][rawValue - 1]
    }

    /// As in `mondays at 20:00`.
    package var pluralName: String { name + "s" }
}
