import Rituals

/// One more ritual, at the end of those that are there.
extension ConfigurationText {
    /// The text with one more ritual, or nil where `rituals:` stands in a way that cannot be added to.
    package func adding(_ draft: RitualDraft) -> [UInt8]? {
        guard let root, !root.isEmpty else { return appending(draft, column: 1) }
        guard case .mapping(let sections) = root.value else { return nil }
        guard let index = sections.firstIndex(where: { $0.key == "rituals" }) else {
            return isFlow(root) ? nil : appending(draft, column: sections.first?.keyMark.column ?? 1)
        }
        let section = sections[index]
        guard !section.isAlias else { return nil }
        let next = index + 1 < sections.count ? sections[index + 1].keyMark.line : source.lineCount + 1
        if case .mapping(let rituals) = section.value.value, !rituals.isEmpty {
            return isFlow(section.value)
                ? adding(draft, toFlow: section.value, rituals)
                : adding(draft, after: rituals, of: section, before: next)
        }
        guard section.value.isEmpty else {
            return fillingBraces(of: section.value, isInBlock: !isFlow(root), draft)
        }
        let indent = section.keyMark.column + 1
        return inserting(draft.lines(indent: indent), before: next, column: indent + 1, hasGap: false)
    }

    /// With a `rituals:` of its own, behind all there is.
    private func appending(_ draft: RitualDraft, column: Int) -> [UInt8]? {
        let lines =
            [String(repeating: " ", count: column - 1) + "rituals:"]
            + draft.lines(indent: column + 1)
        let endsEmpty = source.lineCount > 1 && source.range(ofLine: source.lineCount).isEmpty
        let last = source.lineCount - (endsEmpty ? 1 : 0)
        return inserting(lines, after: last, hasGap: !isBlank(line: last))
    }

    private func adding(
        _ draft: RitualDraft, after rituals: [Node.Entry], of section: Node.Entry, before next: Int
    ) -> [UInt8]? {
        guard let last = rituals.last else { return nil }
        let column = last.keyMark.column
        let inner = rituals.lazy.compactMap { ritual -> Int? in
            guard !ritual.isAlias, ritual.value.mark.line > ritual.keyMark.line,
                ritual.value.mark.column > column
            else { return nil }
            return ritual.value.mark.column - column
        }.first
        var above = last.keyMark.line - 1
        while isComment(line: above) { above -= 1 }
        return inserting(
            draft.lines(indent: column - 1, step: inner ?? max(1, column - section.keyMark.column)),
            before: next, column: column, hasGap: isBlank(line: above))
    }

    private func adding(_ draft: RitualDraft, toFlow rituals: Node, _ entries: [Node.Entry]) -> [UInt8]? {
        guard let last = entries.last, !last.isAlias else { return nil }
        let start = source.offset(of: last.keyMark)
        let indent = source.bytes[source.range(ofLine: last.keyMark.line).lowerBound..<start]
        let isAlone = indent.allSatisfy { $0 == 0x20 }
        let place = source.offset(of: last.value.end)
        let text = draft.flow(source.bytes[start] == UInt8(ascii: "\"") ? .json : .flow)
        let gap = isAlone ? lineEnd + String(decoding: indent, as: UTF8.self) : " "
        return replacing(place..<place, with: ",\(gap)\(text)")
    }

    /// Where `rituals: {}` is all there is, in the style of the file around it.
    private func fillingBraces(of value: Node, isInBlock: Bool, _ draft: RitualDraft) -> [UInt8]? {
        let braces = source.offset(of: value.mark)..<source.offset(of: value.end)
        guard source.bytes[braces].elementsEqual("{}".utf8) else { return nil }
        guard isInBlock else {
            let isJSON = source.bytes[..<braces.lowerBound].contains(UInt8(ascii: "\""))
            return replacing(braces, with: "{\(draft.flow(isJSON ? .json : .flow))}")
        }
        var start = braces.lowerBound
        while start > 0, source.bytes[start - 1] == 0x20 { start -= 1 }
        let bare = try? ConfigurationText(replacing(start..<braces.upperBound, with: ""), path: source.name)
        return bare?.adding(draft)
    }

    // MARK: Lines

    /// Behind the last line of a section: what stands before the next one, or at the end of the file, and
    /// is blank or a comment further out than the section's keys, belongs to what follows.
    private func inserting(_ lines: [String], before next: Int, column: Int, hasGap: Bool) -> [UInt8] {
        var last = next - 1
        while last > 1, isBlank(line: last) || isComment(line: last, before: column) { last -= 1 }
        return inserting(lines, after: last, hasGap: hasGap)
    }

    private func inserting(_ lines: [String], after line: Int, hasGap: Bool) -> [UInt8] {
        let place = source.range(ofLine: line).upperBound
        let text = ((hasGap ? [""] : []) + lines).joined(separator: lineEnd)
        let endsLine = place == 0 || source.bytes[place - 1] == 0x0A
        // A last line may have half of its end already.
        let end = place > 0 && source.bytes[place - 1] == 0x0D ? "\n" : lineEnd
        return replacing(place..<place, with: endsLine ? text + lineEnd : end + text)
    }

    private func isBlank(line number: Int) -> Bool {
        number >= 1 && source.bytes[source.range(ofLine: number)].allSatisfy(ConfigurationText.isBlank)
    }

    /// Whether a line holds a comment and nothing else, which begins before a column.
    private func isComment(line number: Int, before column: Int = .max) -> Bool {
        guard number >= 1 else { return false }
        let line = source.bytes[source.range(ofLine: number)]
        let text = line.drop { $0 == 0x20 || $0 == 0x09 }
        return text.first == UInt8(ascii: "#") && text.startIndex - line.startIndex < column - 1
    }
}
