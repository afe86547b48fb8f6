import CivilTime
import Host
import Rituals

/// Explanations of the journal's entries, in the format of systemd's message catalogue
/// (systemd.io/CATALOG, journalctl(1) `-x`).
struct Catalogue {
    private var explanations: [String: String] = [:]

    /// Reads those that are in no language of their own.
    init(parsing text: String) {
        var id: String?
        var lines: [String] = []
        var isAfterGap = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.first != "#" else { continue }
            if isAfterGap, line.hasPrefix("-- ") {
                keep(lines, id)
                id = String(line.dropFirst(3)).lowercased()
                lines = []
            } else {
                lines.append(String(line))
            }
            isAfterGap = line.isEmpty
        }
        keep(lines, id)
    }

    private mutating func keep(_ lines: [String], _ id: String?) {
        if let id { explanations[id] = Catalogue.body(of: lines) }
    }

    /// What an entry means, with its own words filled in; nil for a kind that is not in it.
    func explanation(of entry: LogEntry) -> String? {
        guard let id = entry.fields["MESSAGE_ID"], let text = explanations[id.lowercased()] else {
            return nil
        }
        return Catalogue.filled(text) { entry.fields[$0] }
    }

    /// The explanation without the headers before it.
    static func body(_ text: String) -> String {
        body(of: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    private static func body(of lines: [String]) -> String {
        let text = lines.drop { !$0.isEmpty }.drop(while: \.isEmpty)
        guard let end = text.lastIndex(where: { !$0.isEmpty }) else { return "" }
        return text[...end].joined(separator: "\n")
    }

    /// The text with a value for each `@FIELD@`; of a field that is missing the name stays, as in journalctl.
    private static func filled(_ text: String, _ value: (String) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "@") {
            filled += rest[..<start]
            let behind = rest[start...].dropFirst()
            let name = behind.prefix { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) }
            let end = behind.dropFirst(name.count)
            if !name.isEmpty, end.first == "@" {
                filled += value(String(name)) ?? String(name)
                rest = end.dropFirst()
            } else {
                filled += "@"
                rest = behind
            }
        }
        return filled + rest
    }
}

extension Catalogue {
    /// Our own, as it was installed beside the program, or in the sources that it was built from; nil where it is
    /// neither here nor there.
    static let own: Catalogue? = {
        let places = ShippedFile.places(of: "rituald.catalog", source: "systemd/rituald.catalog")
        for path in places {
            guard let bytes = try? BoundedFile.read(path, limit: 1 << 20) else { continue }
            return Catalogue(parsing: String(decoding: bytes, as: UTF8.self))
        }
        return nil
    }()
}
