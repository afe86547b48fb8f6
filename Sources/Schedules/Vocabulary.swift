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
            for spelling in spellings { words[spelling] = day }
            words[day.name] = day
            words[day.pluralName] = day
        }
        return words
    }()

    static let months: [String: Int] = {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november",
            "december",
        ]
        var words = ["sept": 9]
        for (index, name) in names.enumerated() {
            words[name] = index + 1
            words[name + "s"] = index + 1
            words[String(name.prefix(3))] = index + 1
        }
        return words
    }()

    static let numbers: [String: Int] = Dictionary(
        uniqueKeysWithValues: zip(
            [
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                "twelve",
            ], 1...12))

    /// Places in a month, and `last`.
    static let places: Set<String> = ["first", "second", "third", "fourth", "fifth", "last"]

    static let units: Set<String> = [
        "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year",
        "years",
    ]

    /// Words that may be left out.
    static let fillers: Set<String> = ["on", "at", "of", "in", "the"]

    /// Words that begin something which a later version reads, and what to call it.
    static let later: [String: String] = [
        "sometime": "a time drawn from a window (`sometime between …`)",
        "between": "a window (`between …`)",
        "sunrise": "sunrise",
        "sunset": "sunset",
        "except": "`except`",
        "before": "a time before sunrise or sunset",
        "after": "a time after sunrise or sunset",
    ]

    /// What people write who do not know the language yet, and the way out for each.
    static let advice: [String: String] = {
        let time = "say at which time, as in `daily at 07:30` or `7:30 pm`"
        let date = "say which date, as in `2026-12-24` or `24 december 2026`"
        let key = "in this version nothing narrows the days; a date of its own can be listed"
        return [
            "each": "`every`?", "everyday": "`every day`?", "&": "`and`?",
            "morning": time, "afternoon": time, "evening": time, "night": time, "o'clock": time,
            "today": date, "tonight": date, "tomorrow": date, "/": date, ".": "a time is `07:30`; " + date,
            "twice": "name both times, as in `daily at 08:00, 20:00`", "until": key, "from": key,
            "starting": key,
        ]
    }()

    /// Everything a person may type, for "did you mean".
    static let all: [String] =
        (Array(weekdays.keys) + Array(months.keys) + Array(numbers.keys) + places + units + fillers
        + Array(later.keys) + [
            "daily", "every", "other", "weekdays", "weekday", "weekends", "weekend", "noon", "midnight",
            "through",
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
