import CLinux
import FoundationEssentials
import Glibc
import Host
import Rituals

/// Prints for people and for programs.
enum Output {
    static func line(_ text: String = "") {
        print(text)
    }

    /// As they are.
    static func bytes(_ bytes: [UInt8]) {
        print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }

    /// To standard error.
    static func complain(_ text: String) {
        fflush(nil)
        let line = text + "\n"
        write(STDERR_FILENO, line, line.utf8.count)
    }

    /// Ends the program with 1 where what it printed has not arrived, as on a full disk: half an answer is none.
    static func finish() {
        let code = rituald_finish_output()
        guard code != 0 else { return }
        complain("the output could not be written: \(String(cString: strerror(code)))")
        exit(1)
    }

    /// One JSON text on one line; keys in order, so that the same answer is the same text.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Rows with their columns under each other; the last column is as long as it is.
    static func table(_ rows: [[String]]) {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - width(cell))
            }
            line(Substring(cells.joined(separator: "  ")).trimmed)
        }
    }

    /// How many cells a terminal takes for a text, by its own idea of characters (wcwidth(3)).
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        max(0, Int(wcwidth(wchar_t(bitPattern: scalar.value))))
    }

    /// The text, or its beginning with `…` where it takes more cells than these.
    static func clip(_ text: String, to cells: Int) -> String {
        guard width(text) > cells else { return text }
        var left = cells - 1
        let shown = text.unicodeScalars.prefix { scalar in
            left -= width(scalar)
            return left >= 0
        }
        return String(String.UnicodeScalarView(shown)) + "…"
    }

    /// How many cells a line may take: as `COLUMNS` or the terminal has it, else 80.
    static var columns: Int {
        if let named = Environment.value("COLUMNS").flatMap(Int.init), named > 0 { return named }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// A text in a colour of the terminal's, where it is one and `NO_COLOR` does not forbid it
    /// (no-color.org).
    static func dim(_ text: String) -> String {
        coloured(text, "2")
    }

    /// Marks of what was kept, in the terminal's green, likewise.
    static func marked(_ text: String) -> String {
        coloured(text, "32")
    }

    /// `code` is one of SGR (ECMA-48, 8.3.117).
    private static func coloured(_ text: String, _ code: String) -> String {
        hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private static let hasColour =
        isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil
        && Environment.value("TERM") != "dumb"
}
