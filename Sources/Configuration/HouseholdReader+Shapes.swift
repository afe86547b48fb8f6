import CivilTime
import Rituals
import Schedules

/// What every value is read by: its shape, and a problem where it has another.
extension HouseholdReader {
    mutating func mapping(_ node: Node, _ what: String) -> [Node.Entry]? {
        if case .mapping(let entries) = node.value { return entries }
        report(.notAMapping(what), at: node.mark)
        return nil
    }

    /// A text on one line: the line breaks of a longer YAML text are spaces.
    mutating func text(_ node: Node, _ key: String) -> String? {
        guard case .scalar(let text) = node.value else {
            report(.notAText(key), at: node.mark)
            return nil
        }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let words = line.drop(while: \.isWhitespace)
        guard let end = words.lastIndex(where: { !$0.isWhitespace }) else {
            report(.noValue(key), at: node.mark)
            return nil
        }
        return String(words[...end])
    }

    /// A text for a bubble, cut where no desktop shows more of a line: one of megabytes would delay every ring.
    mutating func shown(_ text: String, at mark: Mark, _ key: String) -> String {
        let most = Announcement.longestLine
        guard text.utf8.count > most, text.unicodeScalars.count > most else { return text }
        if warnings.count < Problem.most {
            warnings.append(source.problem(.tooLong(key, most: most), at: mark, isPrivate: inPrivate))
        }
        return text.clipped(to: most)
    }

    /// A list of texts; one text stands for a list of one.
    mutating func texts(_ node: Node, _ key: String) -> [(text: String, node: Node)]? {
        guard case .sequence(let items) = node.value else {
            return text(node, key).map { [($0, node)] }
        }
        guard !items.isEmpty else {
            report(.emptyList(key), at: node.mark)
            return nil
        }
        var read: [(text: String, node: Node)] = []
        for item in items {
            if let text = text(item, key) { read.append((text, item)) }
        }
        return read.count == items.count ? read : nil
    }

    mutating func flag(_ node: Node, _ key: String) -> Bool? {
        guard let text = text(node, key) else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            report(.notTrueOrFalse(key: key, value: text), at: node.mark)
            return nil
        }
    }

    /// A length of time that is longer than none.
    mutating func span(_ text: String, at mark: Mark, _ key: String) -> Span? {
        if let span = try? Span(parsing: text), span != Span() { return span }
        report(.invalidSpan(key: key, value: text), at: mark)
        return nil
    }

    mutating func choice<Choice: RawRepresentable>(
        _ text: String, at mark: Mark, _ key: String, among known: [(String, Choice)]
    ) -> Choice? {
        if let found = known.first(where: { $0.0 == text.lowercased() }) { return found.1 }
        let names = known.map(\.0)
        report(
            .unknownValue(
                key: key, value: text, known: names, suggestion: Suggestion.nearest(to: text, among: names)),
            at: mark)
        return nil
    }
}
