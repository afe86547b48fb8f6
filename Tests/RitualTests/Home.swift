import Foundation
import TestSupport
import Testing

/// A home folder in which nobody has done anything yet.
struct Home {
    let folder = TemporaryFolder()
    var path: String { folder.path }
    var file: String { path + "/.config/rituald/rituals.yaml" }
    var me: String { path + "/.config/rituald/me" }

    /// `programs` are shell scripts by their names, found before all others.
    init(programs: [String: String] = [:]) throws {
        for (name, script) in programs.merging(["systemctl": "exit 1"], uniquingKeysWith: { one, _ in one }) {
            let path = try folder.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    private func environment(_ more: [String: String]) -> [String: String] {
        ["HOME": path, "PATH": path + "/bin:/usr/bin:/bin", "TMPDIR": path, "TERM": "dumb"].merging(more) {
            $1
        }
    }

    func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Ritual
    {
        try run(arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Ritual
    {
        try Ritual(arguments, input: input, environment: self.environment(environment))
    }

    /// On a terminal; what it showed, and how it ended.
    func converse(
        _ arguments: String..., steps: [[String]], environment: [String: String] = [:]
    ) throws -> (shown: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", Oracle.packageRoot.path + "/Tests/Peers/terminal.py", Ritual.program.path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            self.environment(environment).merging(["PATH": Self.realPath(path)]) { $1 }
        ) { $1 }
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: steps))
        try input.fileHandleForWriting.close()
        let shown = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: shown, as: UTF8.self), process.terminationStatus)
    }

    /// Where python3 is found as well, wherever this machine has it.
    private static func realPath(_ home: String) -> String {
        home + "/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    }

    func text(_ path: String? = nil) throws -> String {
        try String(contentsOfFile: path ?? file, encoding: .utf8)
    }

    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    func write(_ text: String) throws { try folder.write(text, to: ".config/rituald/rituals.yaml") }

    var isUntouched: Bool { !FileManager.default.fileExists(atPath: path + "/.config") }
}
