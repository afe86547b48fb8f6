import CivilTime
import Schedules
import TestSupport

/// Makes phrases of every kind, and spells them in other ways.
struct PhraseGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// What a phrase may be refused for that is put together without thought.
    static func mayRefuse(_ kind: PhraseError.Kind) -> Bool {
        switch kind {
        case .neverRings, .neverRingsWithin, .noSuchDate, .twoReadings, .monthsHalfSaid, .mixedDays,
            .countedInMonths:
            true
        default: false
        }
    }

    mutating func phrase() -> (String, Terms) {
        var terms = PhraseCases.terms
        terms.id = pick(["tea", "walk"])
        if chance(5) { terms.starting = date() }
        if chance(6) { terms.from = date() }
        var words = [days(), times()].filter { !$0.isEmpty }
        if chance(3) { words.reverse() }
        if words.isEmpty { words = ["daily"] }
        var text = words.joined(separator: " ")
        if chance(3) { text += " except " + several(1...3) { $0.exception() } }
        return (text, terms)
    }

    /// The same in capitals, with other words for the same, and with fillers that mean nothing.
    mutating func respelled(_ text: String) -> String {
        var text = text
        let same = [
            (", ", [" and ", ", and ", " , "]), ("-", ["–", "—"]), (" at ", [" "]), (" on ", [" "]),
            ("monday", ["mondays"]), ("june", ["jun", "jun."]), ("tuesday", ["tues"]),
            ("every 2 ", ["every two "]),
        ]
        for (word, others) in same where chance(2) && !(word == "-" && text.includes("20")) {
            let other = pick(others)
            text = text.split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
        }
        return chance(2) ? text.uppercased() : text
    }

    // MARK: Parts

    private mutating func days() -> String {
        switch Int.random(in: 0..<13, using: &random) {
        case 0: ""
        case 11: grouped() + months(" of ")
        case 1, 2: several(1...3) { $0.weekly() }
        case 3: several(1...2) { $0.placed() } + months(" of ")
        case 4:
            "the " + several(1...3) { Int.random(in: 1...31, using: &$0.random).ordinalText } + months(" of ")
        case 5: "last day" + pick([" of the month", " of february", " of june, july"])
        case 6: several(1...3) { $0.annual() }
        case 7: several(1...3) { $0.date().description }
        case 8: "every \(Int.random(in: 1...9, using: &random)) days"
        case 9: "every \(Int.random(in: 1...6, using: &random)) weeks on " + several(1...3) { $0.weekday() }
        case 10:
            "every \(Int.random(in: 1...14, using: &random)) months on the "
                + pick(["1st", "31st", "last day", "first sunday", "2nd, 4th tuesday", "last mon-wed"])
        default:
            several(1...2) { $0.weekly() } + " in "
                + pick(["june", "may-august", "november-february, april"])
        }
    }

    private mutating func times() -> String {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: ""
        case 1...3: "at " + several(1...6) { $0.time() }
        case 4:
            "every \(pick(["7 minutes", "90 minutes", "hour", "2 hours", "1h5m"])) between "
                + window()
        case 5: "sometime between " + window()
        case 6:
            "at " + pick(["sunrise", "sunset", "sunset - 30m", "sunrise + 1h5m", "90 minutes before sunset"])
        case 7: "at " + time() + ", sunset, " + time()
        default: "at " + time()
        }
    }

    private mutating func exception() -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: weekly()
        case 2: placed() + pick(["", " of the month"])
        case 3: annual()
        case 4: date().description
        case 5: "2027-02-01..2027-02-\(Int.random(in: 10...28, using: &random))"
        case 6: pick(["every other friday", "every 3 weeks on tue, thu", "every 5 days"])
        default:
            pick([
                "last day of the month", "the 13th", grouped() + " of the month", "every 3 months on the 1st",
            ])
        }
    }

    private mutating func grouped() -> String {
        several(1...2) { $0.pick(["first", "2nd", "third", "5th", "last"]) } + " "
            + pick(["weekday", "weekend day"])
    }

    private mutating func weekly() -> String {
        pick([
            "daily", "weekdays", "weekends", "sundays", "mon-thu", "fri-mon", "every saturday", "tue",
            weekday(),
        ])
    }

    private mutating func weekday() -> String {
        pick(["monday", "tue", "wednesday", "thu", "friday", "sat", "sunday"])
    }

    private mutating func placed() -> String {
        several(1...2) { $0.pick(["first", "2nd", "third", "4th", "5th", "last"]) } + " " + weekday()
    }

    private mutating func months(_ before: String) -> String {
        chance(2)
            ? ""
            : before
                + several(1...3) { $0.pick(["january", "feb", "march", "june", "sept", "october-december"]) }
    }

    private mutating func annual() -> String {
        pick([
            "june 18", "24 december", "february 29", "the 29th of february", "march 31st", "1 jan", "feb 28",
        ])
    }

    private mutating func date() -> CivilDate {
        CivilDate(dayNumber: Int.random(in: 18_000...24_000, using: &random))
    }

    private mutating func time() -> String {
        let (hour, minute) = (Int.random(in: 0...23, using: &random), Int.random(in: 0...59, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "\(hour % 12 + 1):\(minute.padded(to: 2)) \(hour < 12 ? "am" : "pm")"
        case 1: return "\(hour.padded(to: 2)):\(minute.padded(to: 2)):15"
        default: return "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
        }
    }

    private mutating func window() -> String {
        pick(["09:00 and 17:00", "22:00 and 02:00", "00:00 and 23:59", "10:00 and 10:01", "noon and 16:30"])
    }

    // MARK: Chance

    private mutating func several(_ counts: ClosedRange<Int>, _ make: (inout PhraseGenerator) -> String)
        -> String
    {
        let count = Int.random(in: counts, using: &random)
        return (0..<count).map { _ in make(&self) }.joined(separator: ", ")
    }

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }

    /// True once in so many times.
    private mutating func chance(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &random) == 0
    }
}

extension Int {
    fileprivate var ordinalText: String {
        switch self {
        case 1, 21, 31: "\(self)st"
        case 2, 22: "\(self)nd"
        case 3, 23: "\(self)rd"
        default: "\(self)th"
        }
    }
}
