import CivilTime
import Schedules

/// What a ritual has to say for one occurrence, a line each.
package struct Words: Hashable, Sendable {
    /// The count of an occasion's years.
    package var count: String?
    package var say: String?
    /// In place of `say` where it rings late.
    package var late: String?
    package var turn: String?
    package var prompt: String?

    package init() {}
}

extension Ritual {
    /// What it says for one occurrence; `me` is whose machine this is, `prompt` what was drawn before.
    ///
    /// `{n}` stays: how often it was done is known to the ledger alone.
    package func words(for due: Due, in zone: Zone, me: String?, prompt: String? = nil) -> Words {
        var words = Words()
        let fill = Filling(ritual: self, due: due, zone: zone)
        words.count = occasion?.sentence(in: due.day.year)
        words.say = say.flatMap(fill.filled)
        words.late = late.flatMap(fill.filled)
        words.turn = turn(for: due, in: zone).map { Wording.turn(of: $0, me: me) + "." }
        words.prompt = prompt ?? self.prompt(for: due, in: zone)
        return words
    }
}

/// What the names in braces stand for.
private struct Filling {
    let ritual: Ritual
    let due: Due
    let zone: Zone

    /// Nil where a name stands for nothing on that day, as `{sunset}` in polar night: then the line is left out.
    func filled(_ text: String) -> String? {
        var text = text
        for name in Placeholder.allCases where text.includes(name.text) {
            if name == .n { continue }
            guard let value = value(of: name) else { return nil }
            text = name.filled(value, into: text)
        }
        return text
    }

    private func value(of name: Placeholder) -> String? {
        switch name {
        case .n: return nil
        case .years: return ritual.since.map { String(years(since: $0)) }
        case .days: return ritual.since.map { String($0.days(until: due.day)) }
        case .sunset:
            let sunset = ritual.place?.instant(of: .sunset, on: due.day, in: zone)
            return sunset.map { "\(zone.civil(at: $0).time.minutes)" }
        }
    }

    /// Full years, as birthdays count them: those of 29 February on the 28th where there is no other.
    private func years(since date: CivilDate) -> Int {
        let (from, to) = (date.components, due.day.components)
        let isMonthsEnd = to.month == 2 && due.day.adding(days: 1).components.month == 3
        let isReached = isMonthsEnd && from.month == 2 || (from.month, from.day) <= (to.month, to.day)
        return to.year - from.year - (isReached ? 0 : 1)
    }
}

/// A name in braces that may stand in `say` and `late`.
package enum Placeholder: String, CaseIterable, Sendable {
    /// How often it was done here, this time included.
    case n
    /// Full years since `starting`, or since an occasion's date.
    case years
    /// Days since then.
    case days
    /// When the sun sets on its date.
    case sunset

    package var text: String { "{\(rawValue)}" }

    /// A text with a value in place of each of its names.
    package func filled(_ value: String, into text: String) -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{") {
            filled += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix(self.text) {
                filled += value
                rest = rest.dropFirst(self.text.count)
            } else {
                filled += "{"
                rest = rest.dropFirst()
            }
        }
        return filled + rest
    }
}
