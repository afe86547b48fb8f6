import CivilTime
import Configuration
import Dispatch
import Foundation
import Host
import TestSupport
import Testing

@testable import rituald

@Suite("The daemon's command line") struct OptionsTests {
    @Test func `options are read in both spellings`() throws {
        var expected = Options()
        expected.configuration = "a.yaml"
        expected.state = "/tmp/s"
        #expect(try Options.parse(["--config", "a.yaml", "--state=/tmp/s"]) == .run(expected))
        #expect(try Options.parse([]) == .run(Options()))
        #expect(try Options.parse(["--config", "a.yaml", "--help"]) == .help)
        #expect(try Options.parse(["--version"]) == .version)
    }

    @Test(
        "a time-lapse has a speed and a beginning",
        arguments: [
            (["--time-lapse", "1d/10s"], 8640.0, nil),
            (["--time-lapse=7d/60s", "--from", "2026-12-28"], 10_080, "2026-12-28T00:00"),
            (["--from=2026-12-28T06:30", "--time-lapse", "1h/1m"], 60, "2026-12-28T06:30"),
        ] as [([String], Double, String?)])
    func lapse(_ arguments: [String], _ speed: Double, _ from: String?) throws {
        guard case .run(let options) = try Options.parse(arguments) else { preconditionFailure("not run") }
        #expect(options.timeLapse?.speed == speed && options.timeLapse?.from?.description == from)
    }

    @Test(
        "wrong usage is said",
        arguments: [
            ["--confg", "a"], ["--config"], ["a.yaml"], ["--time-lapse", "fast"],
            ["--config=", "--version"], ["--config", "--version"], ["--config", ""], ["--state="],
            ["--help=x"],
            ["--time-lapse", "520w/1s"], ["--time-lapse", "1d/0s"],
            ["--time-lapse", "0s/1s"], ["--from", "2026-12-28"],
            ["--time-lapse", "1d/1s", "--from", "christmas"], ["--time-lapse", "1d/1s/1s"],
        ])
    func refuses(_ arguments: [String]) {
        #expect(throws: Options.Invalid.self) { try Options.parse(arguments) }
    }
}

@Suite("The journal's catalogue") struct CatalogueTests {
    private let text: String

    init() throws {
        text = try String(
            contentsOfFile: Oracle.packageRoot.path + "/systemd/rituald.catalog", encoding: .utf8)
    }

    @Test("explains each kind of entry", arguments: MessageID.allCases)
    func explains(_ id: MessageID) {
        #expect(text.components(separatedBy: "-- \(id.rawValue)\n").count == 2)
    }

    @Test func `explains nothing else, and systemd can read it`() throws {
        #expect(text.components(separatedBy: "\n-- ").count - 1 == MessageID.allCases.count)
        let folder = TemporaryFolder()
        try folder.write(text, to: "usr/lib/systemd/catalog/rituald.catalog")
        try folder.write("", to: "var/lib/systemd/catalog/.keep")
        _ = try Oracle.output(of: ["journalctl", "--root=" + folder.path, "--update-catalog"])
    }
}

@Suite("A time-lapse's clock") struct ClockTests {
    @Test func `runs as much faster as it is told`() {
        let origin = DispatchTime(uptimeNanoseconds: DispatchTime.now().uptimeNanoseconds - 10_000_000_000)
        let clock = Clock.lapse(start: Instant("2026-11-23T00:00Z"), origin: origin, speed: 8640)
        let passed = clock.now() - Instant("2026-11-23T00:00Z")
        #expect(passed >= .seconds(86_400) && passed < .seconds(90_000))
    }
}

/// Each edit is one that an editor makes; the watch must tell of it once it is whole.
@Suite("Edits of the files", .timeLimit(.minutes(1))) @MainActor final class ConfigurationWatchTests {
    private let folder = TemporaryFolder()
    private var watch: ConfigurationWatch?
    private var seen: [String?] = []
    private var waiting: CheckedContinuation<Void, Never>?

    private var path: String { folder.path + "/config/rituals.yaml" }

    private func begin() throws {
        watch = try ConfigurationWatch(path: path) { [weak self] in
            guard let self else { return }
            self.seen.append(try? String(contentsOfFile: self.path, encoding: .utf8))
            self.waiting?.resume()
            self.waiting = nil
        }
    }

    private func edit(_ change: () throws -> Void) async throws {
        try begin()
        try change()
        await withCheckedContinuation { waiting = $0 }
    }

    @Test func `written beside it and renamed over it`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try await edit {
            let new = try folder.write("new", to: "config/.rituals.yaml.swp")
            #expect(rename(new, path) == 0)
        }
        #expect(seen == ["new"])
    }

    @Test func `written in pieces by a writer that takes its time`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try await edit {
            let file = try #require(fopen(path, "w"))
            fputs("first ", file)
            fflush(file)
            // Longer than the watch waits for quiet; the file is still open.
            DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(600)) {
                fputs("second", file)
                fclose(file)
            }
        }
        #expect(seen == ["first second"])
    }

    @Test func `the target of a link`() async throws {
        let target = try folder.write("old", to: "dotfiles/rituals.yaml")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/config", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "../dotfiles/rituals.yaml")
        try await edit { try Data("new".utf8).write(to: URL(fileURLWithPath: target)) }
        #expect(seen == ["new"])
    }

    @Test func `a link on the way that leads elsewhere`() async throws {
        for (release, text) in [("r1", "old"), ("r2", "new")] {
            try folder.write(text, to: "dotfiles/\(release)/rituals.yaml")
        }
        let files = FileManager.default
        try files.createDirectory(atPath: folder.path + "/config", withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: folder.path + "/dotfiles/current", withDestinationPath: "r1")
        try files.createSymbolicLink(atPath: path, withDestinationPath: "../dotfiles/current/rituals.yaml")
        try await edit {
            try files.createSymbolicLink(atPath: folder.path + "/dotfiles/next", withDestinationPath: "r2")
            #expect(rename(folder.path + "/dotfiles/next", folder.path + "/dotfiles/current") == 0)
        }
        #expect(seen == ["new"])
    }

    @Test func `where nothing is told of an edit, it is seen at the next look`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try begin()
        let digest = FileImage(of: path).digest
        watch?.compare(with: digest)
        #expect(FileImage(of: path).digest == digest)
        // As if it had been read before another machine wrote to it.
        watch?.compare(with: "0123456789abcdef")
        await withCheckedContinuation { waiting = $0 }
        #expect(seen == ["old"])
    }

    @Test func `a folder that was exchanged for another, and edited then`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try await edit {
            #expect(rename(folder.path + "/config", folder.path + "/config.old") == 0)
            try folder.write("second", to: "config/rituals.yaml")
        }
        while seen.last != "second" { await withCheckedContinuation { waiting = $0 } }
        try folder.write("third", to: "config/rituals.yaml")
        while seen.last != "third" { await withCheckedContinuation { waiting = $0 } }
    }

    @Test func `a link to a file in the same folder, written twice`() async throws {
        try folder.write("old", to: "config/real.yaml")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "./real.yaml")
        try await edit { try folder.write("second", to: "config/real.yaml") }
        try folder.write("third", to: "config/real.yaml")
        while seen.last != "third" { await withCheckedContinuation { waiting = $0 } }
    }

    @Test func `a folder that was not there`() async throws {
        try await edit { try folder.write("new", to: "config/rituals.yaml") }
        if seen.last != "new" { await withCheckedContinuation { waiting = $0 } }
        #expect(seen.last == "new")
    }

    @Test func `a file in rituals_d`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try folder.write("", to: "config/rituals.d/a.yaml")
        try await edit { try folder.write("more", to: "config/rituals.d/b.yaml") }
        #expect(seen == ["old"])
    }

    @Test func `taken away`() async throws {
        try folder.write("old", to: "config/rituals.yaml")
        try await edit { #expect(unlink(path) == 0) }
        #expect(seen == [nil])
    }
}
