import Foundation
import FuzzProperties
import TestSupport
import Testing

/// What `make fuzz` has found once, and what it begins with, in every run of the tests.
@Suite("Found cases") struct FoundCasesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
    }

    /// The files of a folder in `Fuzz`, by their paths there; none where it is missing.
    private static func files(_ folder: String) -> [Row] {
        let url = Oracle.packageRoot.appendingPathComponent("Fuzz/" + folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.sorted().compactMap { name in
            (try? Data(contentsOf: url.appendingPathComponent(name))).map {
                Row(testDescription: "\(folder)/\(name)", bytes: Array($0))
            }
        }
    }

    /// The lines of a file in `Fuzz/Seeds`.
    private static func lines(_ name: String) -> [String] {
        let url = Oracle.packageRoot.appendingPathComponent("Fuzz/Seeds/" + name)
        return ((try? String(contentsOf: url, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    static let phrases =
        files("Found/Phrase")
        + lines("Phrase.txt").map { line in
            Row(testDescription: line, bytes: Array(line.replacingOccurrences(of: " ;; ", with: "\n").utf8))
        }
    static let texts = files("Found/YAML") + files("Seeds/YAML")
    static let zones =
        files("Found/TZif")
        + lines("TZif.txt").map { name in
            let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name) ?? Data()
            return Row(testDescription: name, bytes: Array(file))
        }

    @Test("the phrase reader keeps its promises", arguments: phrases)
    func phrase(_ row: Row) { #expect(throws: Never.self) { try PhraseReader().check(row.bytes) } }

    @Test("the YAML reader keeps its promises", arguments: texts)
    func yaml(_ row: Row) { #expect(throws: Never.self) { try YAMLReader().check(row.bytes) } }

    @Test("the TZif reader keeps its promises", arguments: zones)
    func tzif(_ row: Row) { #expect(throws: Never.self) { try TZifReader().check(row.bytes) } }

    @Test func `the cases are there`() {
        #expect(FoundCasesTests.phrases.count > 90)
        #expect(FoundCasesTests.texts.count > 9)
        #expect(FoundCasesTests.zones.count > 14)
    }
}
