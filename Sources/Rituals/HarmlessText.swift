extension String {
    /// The text with everything made visible that a terminal or a desktop would obey instead of show.
    ///
    /// Control characters become their pictures (`␛` for ESC), those of the second range and every mark that
    /// turns the direction of text round, hides it or breaks a line become `\u{…}`. A tab is a space.
    package var harmless: String {
        guard unicodeScalars.contains(where: { !$0.isHarmless }) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case _ where scalar.isHarmless: shown.append(scalar)
            case 0x09: shown.append(" ")
            case 0..<0x20: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
            case 0x7F: shown.append("\u{2421}")
            default: shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(shown)
    }

    /// The text, or its beginning with `…` where it is longer than so many scalars.
    package func clipped(to length: Int) -> String {
        guard
            let end = unicodeScalars.index(startIndex, offsetBy: length, limitedBy: unicodeScalars.endIndex),
            end < unicodeScalars.endIndex
        else { return self }
        return String(unicodeScalars[..<end]) + "…"
    }
}

extension Unicode.Scalar {
    fileprivate var isHarmless: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0: false
        // Line and paragraph separators; embeddings, overrides and isolates of direction. Plain marks are
        // part of Hebrew and Arabic.
        case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
        // Interlinear annotations, the byte order mark, and tags that spell invisible text.
        case 0xFFF9...0xFFFB, 0xFEFF, 0xE0000...0xE007F: false
        // Noncharacters, which D-Bus refuses.
        case 0xFDD0...0xFDEF: false
        case let value where value & 0xFFFE == 0xFFFE: false
        default: true
        }
    }
}
