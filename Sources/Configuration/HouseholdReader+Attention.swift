import CivilTime
import Rituals
import Schedules

/// The keys about time and attention: what holds a ritual, repeats it, tells of it ahead, or leaves it out.
extension HouseholdReader {
    /// `quiet` of the top level: a range of times or a list of them.
    mutating func readQuietHours(_ node: Node) -> QuietHours? {
        guard let texts = texts(node, "quiet") else { return nil }
        var stretches: [QuietHours.Stretch] = []
        for (text, node) in texts {
            guard let range = try? ClockRange(parsing: text) else {
                report(.notARange(key: "quiet", value: text), at: node.mark)
                continue
            }
            if range.start == range.end { report(.emptyRange(text), at: node.mark) }
            stretches.append(QuietHours.Stretch(from: range.start, to: range.end))
        }
        guard stretches.count == texts.count, stretches.allSatisfy({ $0.start != $0.end }) else { return nil }
        let quiet = QuietHours(stretches)
        if quiet == nil { report(.alwaysQuiet, at: node.mark) }
        return quiet
    }

    mutating func readHolding(_ entry: Node.Entry) -> Holding? {
        let known = Holding.allCases.map { ($0.rawValue, $0) }
        return text(entry.value, entry.key).flatMap {
            choice($0, at: entry.value.mark, entry.key, among: known)
        }
    }

    /// `end`: whether it is noted.
    mutating func readEnd(_ entry: Node.Entry) -> Bool? {
        let known = End.allCases.map { ($0.rawValue, $0) }
        let end = text(entry.value, entry.key).flatMap {
            choice($0, at: entry.value.mark, entry.key, among: known)
        }
        return end.map { $0 == .note }
    }

    private enum End: String, CaseIterable {
        case silent, note
    }

    mutating func readHeadsUps(_ entry: Node.Entry) -> [Span]? {
        guard let texts = texts(entry.value, entry.key) else { return nil }
        var spans: [Span] = []
        for (text, node) in texts {
            guard let span = span(text, at: node.mark, entry.key) else { continue }
            if spans.contains(span) {
                report(.repeatedName(text), at: node.mark)
            } else {
                spans.append(span)
            }
        }
        return spans.sorted { ($0.days, $0.seconds) > ($1.days, $1.seconds) }
    }

    /// `every 10m, 2 times`.
    mutating func readNudge(_ entry: Node.Entry) -> Nudge? {
        guard let text = text(entry.value, entry.key) else { return nil }
        let parts = text.lowercased().split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        let interval = parts.first.map { $0.first == "every" ? Array($0.dropFirst()) : $0 } ?? []
        let span = try? Span(parsing: interval.joined(separator: " "))
        let times = parts.count == 2 ? HouseholdReader.count(parts[1]) : nil
        guard let span, span.days > 0 || span.seconds >= 60, let times, times <= HouseholdReader.mostNudges
        else {
            report(.notANudge(text, most: HouseholdReader.mostNudges), at: entry.value.mark)
            return nil
        }
        return Nudge(every: span, times: times)
    }

    private static let mostNudges = 20

    /// `2 a week`, `once a day`, `three times per month`.
    mutating func readEnough(_ entry: Node.Entry) -> Enough? {
        guard let text = text(entry.value, entry.key) else { return nil }
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        let middle = words.lastIndex { ["a", "an", "per", "each", "every"].contains($0) }
        if let middle, middle == words.count - 2, let period = Enough.Period(rawValue: words[middle + 1]),
            let count = HouseholdReader.count(Array(words[..<middle])), count <= 1000
        {
            return Enough(count, a: period)
        }
        report(.notEnough(text), at: entry.value.mark)
        return nil
    }

    /// `2`, `two`, `2 times`, `once`, `twice`; nil for anything else, and for none.
    private static func count(_ words: [String]) -> Int? {
        switch words {
        case ["once"]: return 1
        case ["twice"]: return 2
        default: break
        }
        guard let first = words.first,
            words.count == 1 || words.dropFirst() == ["times"] || words.dropFirst() == ["time"]
        else { return nil }
        let count = NumberWord.value(first)
        return count.flatMap { $0 > 0 ? $0 : nil }
    }

    /// `who`: one of the partners.
    mutating func readWho(_ entry: Node.Entry) -> String? {
        guard let name = text(entry.value, entry.key) else { return nil }
        guard partners.contains(name) else {
            report(
                partners.isEmpty ? .noPartners : .notAPartner(name, partners: partners), at: entry.value.mark)
            return nil
        }
        if whoFirst == nil { whoFirst = source.problem(.nobody, at: entry.keyMark, isPrivate: inPrivate) }
        return name
    }

    /// `was`: the names that a ritual had before.
    mutating func readFormerNames(_ entry: Node.Entry) -> [Ritual.ID] {
        var ids: [Ritual.ID] = []
        for (text, node) in texts(entry.value, entry.key) ?? [] {
            guard let id = Ritual.ID(text), !id.isReserved else {
                report(Ritual.ID(text) == nil ? .invalidID(text) : .reservedID(text), at: node.mark)
                continue
            }
            let standing = "\(source.name):\(node.mark.line):\(node.mark.column)"
            if let first = claims[text] {
                report(.claimedTwice(text, first: first.standing), at: node.mark)
                continue
            }
            claims[text] = Claim(
                standing: standing,
                problem: source.problem(.stillARitual(text), at: node.mark, isPrivate: inPrivate))
            ids.append(id)
        }
        return ids
    }

    /// A former name, and what is wrong if there is a ritual of that name.
    struct Claim {
        let standing: String
        let problem: Problem
    }

    /// What asks for another key, or speaks against it.
    mutating func checkTogether(
        _ settings: RitualSettings, own: RitualSettings, _ keys: [Node.Entry], since: CivilDate?,
        at start: Mark
    ) {
        func mark(of key: String) -> Mark { keys.first { $0.key == key }?.keyMark ?? start }
        if settings.duration == nil {
            if settings.unplugs == true { report(.needsFor("unplug: true"), at: mark(of: "unplug")) }
            if own.notesEnd == true { report(.needsFor("end: note"), at: mark(of: "end")) }
        }
        for (key, text) in [("say", settings.say), ("late", settings.late)] {
            func has(_ name: Placeholder) -> Bool { text?.includes(name.text) == true }
            for name in [Placeholder.years, .days] where since == nil && has(name) {
                report(.needsStarting(name.text), at: mark(of: key))
            }
            if place == nil, has(.sunset) { report(.needsPlace, at: mark(of: key)) }
        }
        guard settings.wantsAnswer == false else { return }
        for (key, text) in [("say", own.say), ("late", own.late)]
        where text?.includes(Placeholder.n.text) == true {
            report(.needsAnswer(Placeholder.n.text), at: mark(of: key))
        }
        let asking = [
            ("nudge", own.nudge != nil), ("enough", own.enough != nil), ("pulse", own.asksPulse == true),
        ]
        for (key, isGiven) in asking where isGiven {
            report(.needsAnswer(key), at: mark(of: key))
        }
    }
}
