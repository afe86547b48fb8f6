import CivilTime
import Configuration
import Foundation
import Glibc
import Host
import TestSupport
import Testing

@testable import rituald

/// Files are read in another process first.
@Suite("Trying the files") @MainActor struct TrialTests {
    private let folder = TemporaryFolder()

    /// A program that ends as a shell script says.
    private func program(_ script: String) throws -> String {
        let path = folder.path + "/program"
        // By another process: one that's forked here at this moment would hold the file open, and it couldn't be run.
        _ = try Oracle.output(
            of: [
                "sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", script,
                path,
            ])
        return path
    }

    @Test(
        "its end tells what the files are",
        arguments: [
            ("exit 0", Trial.Result.readable), ("exit 1", .readable), ("exit 3", .changed),
            ("kill -ILL $$", .fatal),
            ("kill -SEGV $$", .fatal), ("exit 127", .fatal),
        ])
    func ends(_ script: String, _ result: Trial.Result) async throws {
        let program = try program(script)
        #expect(try Trial(of: "x", digest: "y", program: program).wait() == result)
        let trial = try Trial(of: "x", digest: "y", program: program)
        let told = await withCheckedContinuation { continuation in
            trial.onEnd { continuation.resume(returning: $0) }
        }
        #expect(told == result)
    }

    private func daemon(_ program: String) -> Daemon {
        let daemon = Daemon(
            path: folder.path + "/rituals.yaml", state: folder.path + "/state", clock: .wall,
            isService: false, mustBeAlone: false)
        daemon.trialProgram = program
        // One that never starts has to be let go of all the same.
        daemon.alarm.activate()
        return daemon
    }

    private func names(_ daemon: Daemon) -> [String] { daemon.keeper.rituals.map(\.id.description) }

    @Test func `a trap in the reader leaves the last good files in force, also at a start`() async throws {
        try folder.write("rituals: {tea: {when: daily at 03:00}}", to: "rituals.yaml")
        let well = try program("exit 0")
        let first = daemon(well)
        first.loadAtStart()
        #expect(names(first) == ["tea"] && first.filesAreFine)

        // While it runs.
        try folder.write("rituals: {trap: {when: daily at 03:00}}", to: "rituals.yaml")
        first.trialProgram = try program("kill -ILL $$")
        let isFine = await withCheckedContinuation { continuation in
            first.load { continuation.resume(returning: $0) }
        }
        #expect(!isFine && !first.filesAreFine && names(first) == ["tea"])

        let second = daemon(first.trialProgram)
        second.loadAtStart()
        #expect(names(second) == ["tea"] && !second.filesAreFine)

        // Mended, and read by the same program before: no trial is needed.
        try folder.write("rituals: {tea: {when: daily at 03:00}}", to: "rituals.yaml")
        let third = daemon(first.trialProgram)
        third.loadAtStart()
        #expect(names(third) == ["tea"] && third.filesAreFine)
    }

    @Test func `the copy of the last good files is their user's alone, with all that belongs to them`() throws
    {
        try folder.write("rituals: {tea: {when: daily, prompts: fun}}", to: "rituals.yaml")
        try folder.write("rituals: {walk: {when: sundays at 15:00}}", to: "rituals.d/a.yaml")
        try folder.write("- one", to: "decks/fun.yaml")
        let first = daemon(try program("exit 0"))
        first.loadAtStart()
        let copy = folder.path + "/state/last-good"
        #expect(LoadedConfiguration.load(copy + "/rituals.yaml").household?.rituals.count == 2)
        for name in ["", "/rituals.yaml", "/decks/fun.yaml"] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: copy + name)[.posixPermissions] as? Int
            #expect(mode == (name.isEmpty ? 0o700 : 0o600), "\(name)")
        }
    }

    @Test func `another file, another name or another place of a byte is another digest`() throws {
        func digest() -> String { FileImage(of: folder.path + "/rituals.yaml").digest }
        var digests = [digest()]
        for (name, text) in [
            ("rituals.yaml", "a"), ("rituals.yaml", "b"), ("rituals.d/a.yaml", "b"), ("rituals.d/b.yaml", ""),
            ("decks/a.yaml", "b"), ("me", "b"),
        ] {
            try folder.write(text, to: name)
            digests.append(digest())
        }
        #expect(Set(digests).count == digests.count)
        #expect(digest() == digests.last)
    }
}
