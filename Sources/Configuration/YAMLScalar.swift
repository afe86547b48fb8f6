import CivilTime
import Rituals

/// Texts as YAML has them: as they are where that is read back the same, else in quotes.
package enum YAMLScalar {
    /// Where a text is to stand.
    package enum Style {
        /// On a line of its own, behind a key.
        case block
        /// Within braces or brackets.
        case flow
        /// Within the braces of a file that is JSON as well.
        case json
    }

    package static func text(_ text: String, in style: Style) -> String {
        style != .json && isPlain(text, inFlow: style == .flow) ? text : quoted(text)
    }

    /// Stricter than YAML 1.1, 7.3.3: a text that begins with anything but a letter or a digit is quoted.
    private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        guard first.properties.isAlphabetic || first.properties.numericType != nil else { return false }
        guard text.harmless == text, !text.unicodeScalars.contains("\t"), last != " ", last != ":" else {
            return false
        }
        guard !text.includes(": "), !text.includes(" #") else { return false }
        return !inFlow || !text.unicodeScalars.contains { ",[]{}\"'#".unicodeScalars.contains($0) }
    }

    /// In double quotes; whatever no person can see is spelled out.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where String(scalar).harmless == String(scalar): quoted.unicodeScalars.append(scalar)
            default: quoted += escape(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value < 0x1_0000 ? 4 : 8
        return (width == 4 ? "\\u" : "\\U") + String(repeating: "0", count: width - digits.count) + digits
    }
}
