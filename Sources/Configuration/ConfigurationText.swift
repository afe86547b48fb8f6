import CivilTime
import Rituals

/// The text of one of the couple's files, and how it reads after a small change.
///
/// Only what is asked for is touched; every other byte stays. YAML can be written in ways that this does not
/// foresee (anchors, explicit keys): whoever takes a text from here reads it as a household before it is
/// kept.
package struct ConfigurationText {
    let source: Source
    let root: Node?

    /// `path` is where it stands, or is going to.
    package init(_ bytes: [UInt8], path: String) throws(Problem) {
        source = try Source.read(bytes, from: path)
        root = try Composer.compose(source).root
    }

    package func contains(_ id: Ritual.ID) -> Bool { ritual(id) != nil }

    /// Where a ritual begins, as in `rituals.yaml:12:3`.
    package func place(of id: Ritual.ID) -> String? {
        ritual(id).map { "\(source.name):\($0.keyMark.line):\($0.keyMark.column)" }
    }

    /// The texts that turn a ritual on or off, the one that leaves least behind first; none where it does not
    /// stand here, or in a way that cannot be changed by itself.
    ///
    /// To turn on can mean to take `enabled: false` away, or, where `defaults:` turn all off, to say `true`.
    package func turning(_ id: Ritual.ID, on isOn: Bool) -> [[UInt8]] {
        guard let ritual = ritual(id), !ritual.isAlias, case .mapping(let entries) = ritual.value.value else {
            return []
        }
        guard let known = entries.first(where: { $0.key == "enabled" }) else {
            return inserted(isOn, into: ritual, entries).map { [$0] } ?? []
        }
        guard let value = range(ofScalar: known) else { return [] }
        let replaced = replacing(value, with: isOn ? "true" : "false")
        let entry = source.offset(of: known.keyMark)..<value.upperBound
        let removed =
            isOn ? removal(of: entry, inFlow: isFlow(ritual.value)).map { replacing($0, with: "") } : nil
        return [removed, replaced].compactMap(\.self)
    }

    // MARK: Finding

    private func ritual(_ id: Ritual.ID) -> Node.Entry? {
        guard case .mapping(let sections)? = root?.value else { return nil }
        for section in sections where ["rituals", "occasions"].contains(section.key) {
            guard case .mapping(let rituals) = section.value.value else { continue }
            if let found = rituals.first(where: { $0.key == id.description }) { return found }
        }
        return nil
    }

    /// Whether a mapping stands in braces; what names it, `&name`, may stand before them.
    func isFlow(_ node: Node) -> Bool {
        var rest = source.bytes[source.offset(of: node.mark)...]
        while rest.first == UInt8(ascii: "&") || rest.first == UInt8(ascii: "!") {
            rest = rest.drop { !ConfigurationText.isBlank($0) }.drop(while: ConfigurationText.isBlank)
        }
        return rest.first == UInt8(ascii: "{")
    }

    /// The bytes of a short value, its quotes included; nil where it is written in a more artful way.
    private func range(ofScalar entry: Node.Entry) -> Range<Int>? {
        guard !entry.isAlias, case .scalar(let text) = entry.value.value else { return nil }
        let start = source.offset(of: entry.value.mark)
        let rest = source.bytes[start...]
        return ["", "\"", "'"].map { Array(($0 + text + $0).utf8) }.first(where: rest.starts(with:))
            .map { start..<start + $0.count }
    }

    static func isBlank(_ byte: UInt8) -> Bool { [0x09, 0x0A, 0x0D, 0x20].contains(byte) }

    // MARK: Changing

    /// `enabled:` is put first: behind the name of the ritual there is always a line end, and behind its last
    /// value anything.
    private func inserted(_ isOn: Bool, into ritual: Node.Entry, _ entries: [Node.Entry]) -> [UInt8]? {
        guard let first = entries.first else { return nil }
        let start = source.offset(of: first.keyMark)
        guard !isFlow(ritual.value) else {
            let quote = source.bytes[start...].first == UInt8(ascii: "\"") ? "\"" : ""
            return replacing(start..<start, with: "\(quote)enabled\(quote): \(isOn), ")
        }
        guard first.keyMark.line > ritual.keyMark.line else { return nil }
        let place = source.range(ofLine: ritual.keyMark.line).upperBound
        let indent = String(repeating: " ", count: first.keyMark.column - 1)
        return replacing(place..<place, with: "\(indent)enabled: \(isOn)\(lineEnd)")
    }

    /// What to take away so that an entry is gone without a trace; nil where something else stands on its
    /// line, as a comment.
    private func removal(of entry: Range<Int>, inFlow: Bool) -> Range<Int>? {
        let bytes = source.bytes
        func isSpace(_ index: Int) -> Bool { bytes[index] == 0x20 || bytes[index] == 0x09 }
        func isLineEnd(_ index: Int) -> Bool { index == bytes.count || [0x0A, 0x0D].contains(bytes[index]) }
        var start = entry.lowerBound
        while start > 0, isSpace(start - 1) { start -= 1 }
        let beginsLine = start == 0 || bytes[start - 1] == 0x0A
        var end = entry.upperBound
        func passSpaces() { while end < bytes.count, isSpace(end) { end += 1 } }
        passSpaces()
        if inFlow {
            if end < bytes.count, bytes[end] == UInt8(ascii: "}") {
                guard start > 0, bytes[start - 1] == UInt8(ascii: ",") else { return nil }
                return start - 1..<entry.upperBound
            }
            guard end < bytes.count, bytes[end] == UInt8(ascii: ",") else { return nil }
            end += 1
            passSpaces()
            if !isLineEnd(end), bytes[end] != UInt8(ascii: "#") { return entry.lowerBound..<end }
            if !beginsLine, isLineEnd(end) { return start..<end }
        }
        guard beginsLine, isLineEnd(end) else { return nil }
        while end < bytes.count, bytes[end] == 0x0D { end += 1 }
        guard end == bytes.count else { return start..<end + 1 }
        // A last line without its end: the line before it is the last now, and has none either.
        for byte in [0x0A, 0x0D] as [UInt8] where start > 0 && bytes[start - 1] == byte { start -= 1 }
        return start..<end
    }

    func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
        source.bytes[..<range.lowerBound] + Array(text.utf8) + source.bytes[range.upperBound...]
    }

    /// What the lines of this file end with.
    var lineEnd: String {
        guard let first = source.bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
        return source.bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }
}

extension Node.Entry {
    /// Whether its value is an `*alias`, which stands where it was named.
    var isAlias: Bool {
        (value.mark.line, value.mark.column) < (keyMark.line, keyMark.column)
    }
}
