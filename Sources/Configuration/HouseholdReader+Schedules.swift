import CivilTime
import Rituals
import Schedules

/// When a ritual rings, and the keys that stand beside its phrase.
extension HouseholdReader {
    /// What a schedule is read from.
    struct ScheduleText: Hashable {
        let phrases: [String]
        let terms: Terms
    }

    /// `terms` is nil where something is wrong with them: then only the phrases themselves are looked at.
    mutating func readWhen(_ node: Node, terms: Terms?) -> Schedule? {
        guard let phrases = texts(node, "when") else { return nil }
        // Of the id most schedules know nothing, so that one reading serves many rituals.
        var key = terms.map { ScheduleText(phrases: phrases.map(\.text), terms: $0) }
        if let terms {
            var common = terms
            common.id = ""
            let shared = ScheduleText(phrases: phrases.map(\.text), terms: common)
            if let known = knownSchedules[shared] { return known }
            if !phrases.contains(where: { $0.text.lowercased().includes("sometime") }) { key = shared }
        }
        var isFine = true
        for (text, node) in phrases {
            do {
                _ = try Phrase(parsing: text, today: today())
            } catch {
                isFine = false
                report(.phrase(error), at: place(of: error, in: text, at: node.mark))
            }
        }
        guard isFine, let key else { return nil }
        do {
            let schedule = try Schedule(parsing: key.phrases, terms: key.terms, today: today())
            knownSchedules[key] = schedule
            for index in schedule.silentPhrases {
                let error = PhraseError(.neverRings, column: 1)
                warnings.append(
                    source.problem(.phrase(error), at: phrases[index].node.mark, isPrivate: inPrivate))
            }
            return schedule
        } catch {
            report(.phrase(error.error), at: phrases[error.index].node.mark)
            return nil
        }
    }

    /// Where in the file a column of a phrase lies: exact where the phrase stands there as it is, else its
    /// beginning.
    private func place(of error: PhraseError, in text: String, at mark: Mark) -> Mark {
        guard let line = source.line(mark.line) else { return mark }
        let rest = String(line.unicodeScalars.dropFirst(mark.column - 1))
        for quote in ["", "\"", "'"] where rest.hasPrefix(quote + text) {
            return Mark(line: mark.line, column: mark.column + quote.count + error.column - 1)
        }
        return mark
    }

    /// `starting`, `from`, `until` and `except`; false where the value is none.
    mutating func read(_ entry: Node.Entry, into terms: inout Terms) -> Bool {
        if entry.key == "except" {
            let (lists, isFine) = exceptions(entry.value, entry.key)
            terms.except = Exceptions(joining: lists.map(\.exceptions))
            return isFine
        }
        guard let text = text(entry.value, entry.key) else { return false }
        guard let date = try? CivilDate(parsing: text) else {
            let hasTime = CivilDateTime(parsing: text) != nil
            report(
                hasTime ? .dateWithTime(key: entry.key, value: text) : .notADate(key: entry.key, value: text),
                at: entry.value.mark)
            return false
        }
        switch entry.key {
        case "starting": terms.starting = date
        case "from": terms.from = date
        default: terms.until = date
        }
        return true
    }

    /// Dates, ranges and days, each as it stands in the list, and whether all of them could be read.
    mutating func exceptions(
        _ node: Node, _ key: String
    ) -> (read: [(text: String, mark: Mark, exceptions: Exceptions)], isFine: Bool) {
        guard let texts = texts(node, key) else { return ([], false) }
        var read: [(text: String, mark: Mark, exceptions: Exceptions)] = []
        for (text, node) in texts {
            do {
                read.append((text, node.mark, try Exceptions(parsing: text)))
            } catch {
                report(.phrase(error), at: place(of: error, in: text, at: node.mark))
            }
        }
        return (read, read.count == texts.count)
    }

    /// Whether the last date does not come before the first.
    mutating func checkOrder(of terms: Terms, _ keys: [Node.Entry]) -> Bool {
        guard let until = terms.until, let node = keys.first(where: { $0.key == "until" })?.value else {
            return true
        }
        for (key, date) in [("from", terms.from), ("starting", terms.starting)] {
            guard let date, until < date else { continue }
            report(.untilBefore(key, date.description), at: node.mark)
            return false
        }
        return true
    }

    mutating func readPlace(_ node: Node) -> Place? {
        guard let entries = mapping(node, "`place`") else { return nil }
        var degrees: [String: Double] = [:]
        for entry in entries where check(entry, keys: .place) {
            guard let text = text(entry.value, entry.key) else { continue }
            let range = entry.key == "latitude" ? 90.0 : 180.0
            if let value = Double(text), abs(value) <= range {
                degrees[entry.key] = value
            } else {
                report(.notDegrees(key: entry.key, value: text, range: Int(range)), at: entry.value.mark)
                return nil
            }
        }
        guard let latitude = degrees["latitude"], let longitude = degrees["longitude"] else {
            report(.halfAPlace, at: node.mark)
            return nil
        }
        return Place(latitude: latitude, longitude: longitude)
    }
}
