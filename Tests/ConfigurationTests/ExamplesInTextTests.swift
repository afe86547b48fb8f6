import Configuration
import Foundation
import Rituals
import TestSupport
import Testing

@Suite("The files in our papers") struct ExamplesInTextTests {
    private static func text(of paper: String) throws -> String {
        try String(contentsOfFile: Oracle.packageRoot.path + "/" + paper, encoding: .utf8)
    }

    private static func files(in text: String) -> [String] {
        text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }

    @Test("are understood", arguments: [("README.md", 1), ("docs/couple.md", 20)])
    func areUnderstood(_ paper: String, _ least: Int) throws {
        let files = Self.files(in: try Self.text(of: paper))
        #expect(files.count >= least)
        let found = try files.flatMap { file in
            let folder = TemporaryFolder()
            try folder.write("Alex\n", to: "me")
            let loaded = LoadedConfiguration.load(try folder.write(file, to: "rituals.yaml"))
            #expect(loaded.warnings == [])
            return loaded.problems.map(\.message)
        }
        #expect(found == [])
    }

    @Test func `have a place for each deck that is shipped`() throws {
        let folder = TemporaryFolder()
        let decks = LoadedConfiguration.load(try folder.write("", to: "rituals.yaml"), decks: .all).decks
        // And the couple's own.
        #expect(decks.count == 18)
        let files = Self.files(in: try Self.text(of: "docs/couple.md")).joined()
        let unnamed = decks.compactMap(\.name).filter { !files.contains($0) }
        // It comes by itself, where a pulse has fallen.
        #expect(unnamed == ["lighter"])
    }
}
