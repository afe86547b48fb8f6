import Configuration
import Foundation
import Rituals
import TestSupport
import Testing

/// The names are those that the tools give to a copy of `anna.yaml`, from their sources and from real folders.
@Suite("Copies that sync tools leave") struct ConflictCopyTests {
    private let folder = TemporaryFolder()
    private let original = "rituals: {tea: {when: daily at 16:00}, walk: {when: sundays at 15:00}}"

    private func load() throws -> LoadedConfiguration {
        LoadedConfiguration.load(try folder.write("", to: "rituals.yaml"))
    }

    @Test(
        "a copy is named and passed over, in whatever language its tool speaks",
        arguments: [
            "anna.sync-conflict-20261130-090000-K3HJ2QL.yaml",
            "anna (Anna's conflicted copy 2026-11-30).yaml",
            "anna (In Konflikt stehende Kopie von Anna 2026-11-30).yaml",
            "anna (Copie en conflit de Anna 2026-11-30).yaml",
            "anna (copia en conflicto de Anna 2026-11-30).yaml",
            "anna (Conflitto tra le copie di Anna 2026-11-30).yaml",
            "anna (Annas in Konflikt stehende Kopie 2026-11-30).yaml", "anna (Anna の競合コピー 2026-11-30).yaml",
            "anna-DESKTOP-7K2.yaml", "anna (1).yaml", "anna(1).yaml", "anna 2.yaml", "anna.conflict1.yaml",
            "anna..path1.yaml",
            "anna_HOST_Nov-30-090000-2026_Conflict.yaml", "anna (SFConflict a@b.c 2026-11-30-09-00-00).yaml",
            "annaのコピー.yaml",
            "anna的副本.yaml", "anna — копия.yaml", "anna（副本）.yaml", "Anna (Case Conflict).yaml",
            "anna.variant-c6a7.yaml",
        ])
    func copies(_ name: String) throws {
        try folder.write(original, to: "rituals.d/anna.yaml")
        try folder.write("rituals: {tea: {when: daily at 17:00}}", to: "rituals.d/" + name)
        let loaded = try load()
        #expect(loaded.problems == [] && loaded.household?.rituals.count == 2)
        #expect(loaded.warnings.map(\.kind) == [.conflictCopy])
        #expect(loaded.warnings.first?.file.hasSuffix(name) == true)
    }

    @Test(
        "a file that defines more than its namesake is one of its own",
        arguments: ["anna-maria.yaml", "anna 2.yaml"])
    func more(_ name: String) throws {
        try folder.write(original, to: "rituals.d/anna.yaml")
        try folder.write("rituals: {yoga: {when: daily at 17:00}}", to: "rituals.d/" + name)
        let loaded = try load()
        #expect(loaded.household?.rituals.count == 3 && loaded.warnings == [])
    }

    @Test(
        "a copy of the deck `ours` is told of",
        arguments: [
            "ours.sync-conflict-20261130-090000-K3HJ2QL.yaml", "ours-DESKTOP-7K2.yaml", "ours (1).yaml",
        ])
    func decks(_ name: String) throws {
        try folder.write("- one", to: "decks/ours.yaml")
        try folder.write("- one\n- two", to: "decks/" + name)
        #expect(try load().warnings.map(\.kind) == [.conflictCopy])
    }

    @Test func `a deck that a ritual draws from is no copy`() throws {
        try folder.write("- one", to: "decks/fun.yaml")
        try folder.write("- two", to: "decks/fun-list.yaml")
        let path = try folder.write("rituals: {tea: {when: daily, prompts: fun-list}}", to: "rituals.yaml")
        let loaded = LoadedConfiguration.load(path)
        #expect(loaded.problems == [] && loaded.warnings == [])
    }
}
