import CivilTime
import Schedules

/// How moments and lengths of time are said to people.
package enum Wording {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon 23 Nov`, with the year where it is not the given one.
    package static func date(_ date: CivilDate, thisYear: Int) -> String {
        let (year, month, day) = date.components
        return "\(date.weekday.shortName) \(day) \(months[month - 1])" + (year == thisYear ? "" : " \(year)")
    }

    /// `today 07:30`, `tomorrow 07:30`, `Mon 07:30` within a week, else `Mon 23 Nov 07:30`.
    package static func moment(_ civil: CivilDateTime, today: CivilDate) -> String {
        "\(day(civil.date, today: today)) \(civil.time)"
    }

    /// `today`, `tomorrow`, `Mon` within a week, else `Mon 23 Nov`.
    package static func day(_ date: CivilDate, today: CivilDate) -> String {
        switch today.days(until: date) {
        case 0: "today"
        case 1: "tomorrow"
        case 2...6: date.weekday.shortName
        default: self.date(date, thisYear: today.year)
        }
    }

    /// How far ahead something lies, in a sentence.
    ///
    /// As `In 2 h, at 19:30.`, `Tomorrow at 19:30.`, or `In 3 days, Fri at 19:30.`;
    /// `left` is the time until then, `now` what the clock shows that `civil` stands on.
    package static func ahead(_ civil: CivilDateTime, left: Duration, now: CivilDateTime) -> String {
        let time = civil.time.minutes
        let days = now.date.days(until: civil.date)
        if days == 0 || left < .seconds(12 * 3600) {
            let isSoon = left < .seconds(60)
            return isSoon ? "In a moment, at \(time)." : "In \(length(left)), at \(time)."
        }
        guard days > 1 else { return "Tomorrow at \(time)." }
        let distance = days % 7 == 0 ? count(days / 7, "week") : "\(days) days"
        return "In \(distance), \(day(civil.date, today: now.date)) at \(time)."
    }

    /// As `ahead`, of a date rather than of a time: `In two weeks, on Thu 18 Jun`, `Tomorrow`, `Today`.
    package static func ahead(_ date: CivilDate, today: CivilDate) -> String {
        let days = today.days(until: date)
        switch days {
        case ...0: return "Today"
        case 1: return "Tomorrow"
        default:
            let (number, unit) = days % 7 == 0 ? (days / 7, "week") : (days, "day")
            let noun = number == 1 ? unit : unit + "s"
            return "In \(NumberWord.word(number)) \(noun), on \(self.date(date, thisYear: today.year))"
        }
    }

    /// `3 May 2026`.
    package static func dayOfYear(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        return "\(day) \(months[month - 1]) \(year)"
    }

    /// `11th`, `22nd`.
    package static func ordinal(_ number: Int) -> String {
        let isTeen = (11...13).contains(number % 100)
        let ending = isTeen ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
        return "\(number)\(ending)"
    }

    /// `Alex, it is your turn`, or `It is Sam's turn`; `me` is whose machine says so.
    package static func turn(of name: String, me: String?) -> String {
        name == me ? "\(name), it is your turn" : "It is \(name)'s turn"
    }

    /// `your turn`, or `Sam's turn`.
    package static func shortTurn(of name: String, me: String?) -> String {
        name == me ? "your turn" : "\(name)'s turn"
    }

    /// `1 ritual`, `3 rituals`.
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `12 ms`, `40 s`, `25 min`, `3 h 20 min`, `2 days`.
    package static func length(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        switch abs(seconds) {
        case 0: return "\(attoseconds / 1_000_000_000_000_000) ms"
        case 1..<60: return "\(seconds) s"
        case 60..<3600: return "\(seconds / 60) min"
        case 3600..<172_800:
            let minutes = abs(seconds) / 60 % 60
            return "\(seconds / 3600) h" + (minutes == 0 ? "" : " \(minutes) min")
        default: return "\(seconds / 86_400) days"
        }
    }
}
