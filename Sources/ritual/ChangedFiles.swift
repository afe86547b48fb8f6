import Configuration
import Glibc
import Host
import Rituals

/// The couple's files, and changes to them of which none is written before all are found good.
struct ChangedFiles {
    /// The path of `rituals.yaml`.
    let path: String
    private(set) var household: Household
    private var old: [String: [UInt8]] = [:]
    private var new: [String: [UInt8]] = [:]
    /// From the first look at the files until they are written: of two commands at once, the second finds what the first
    /// has written.
    private let lock: FolderLock

    /// Throws all that is wrong with the files as they are.
    ///
    /// A `rituals.yaml` that is not there yet can be made by `add`.
    init(_ path: String) throws {
        self.path = path
        lock = try ChangedFiles.lock(path)
        for file in [path] + LoadedConfiguration.additions(to: path) {
            do {
                old[file] = try BoundedFile.read(file, limit: .max)
            } catch .missing where file == path {
                try FirstFile.refuseLinkToNowhere(path)
                new[path] = []
            } catch {
                // Reading the household says it in better words.
                continue
            }
        }
        let loaded = LoadedConfiguration.load(path, unsaved: old.merging(new) { $1 })
        guard let household = loaded.household else {
            throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
        }
        self.household = household
    }

    /// Whether there is a `rituals.yaml` to change.
    var isThere: Bool { old[path] != nil }

    /// Where a ritual stands: its file and its place in it, for people.
    func place(of id: Ritual.ID) -> String? {
        files.lazy.compactMap { try? text(of: $0).place(of: id) }.first
    }

    mutating func turn(_ id: Ritual.ID, on isOn: Bool) throws {
        let wanted = household.rituals.map { ritual in
            var ritual = ritual
            if ritual.id == id { ritual.isEnabled = isOn }
            return ritual
        }
        for file in files {
            let text = try text(of: file)
            guard text.contains(id) else { continue }
            return try take(text.turning(id, on: isOn), for: file) { $0 == wanted }
        }
    }

    /// The ritual as it reads now.
    mutating func add(_ draft: RitualDraft) throws -> Ritual {
        let candidate =
            isThere ? try text(of: path).adding(draft) : Array(FirstFile(rituals: [draft]).text.utf8)
        let known = household.rituals
        try take([candidate].compactMap(\.self), for: path) { rituals in
            rituals.filter { $0.id != draft.id } == known && rituals.count == known.count + 1
        }
        return try household.required(draft.id.description)
    }

    /// Takes the first of the texts that reads as wanted.
    private mutating func take(_ texts: [[UInt8]], for file: String, reads: ([Ritual]) -> Bool) throws {
        var problems: [Problem] = []
        for text in texts {
            let unsaved = old.merging(new) { $1 }.merging([file: text]) { $1 }
            let loaded = LoadedConfiguration.load(path, unsaved: unsaved)
            if let household = loaded.household, reads(household.rituals) {
                new[file] = text
                self.household = household
                return
            }
            problems = loaded.problems
        }
        // What is wrong with the words themselves is better said than that it did not work.
        guard problems.isEmpty || problems.contains(where: \.isSyntax) else {
            throw CommandFailure(message: problems.map(\.description).joined(separator: "\n"))
        }
        throw CommandFailure(
            message:
                "\(Places.short(file).harmless) is written in a way that this command cannot change safely; it stays as it is",
            hint: file == path
                ? "`ritual edit` opens it"
                : "change it in an editor; `ritual check` tells whether all is well")
    }

    /// Writes what has changed, if nobody else has changed it meanwhile.
    func write() throws {
        for (file, bytes) in new.sorted(by: { $0.key < $1.key }) where old[file] != bytes {
            guard let before = old[file] else {
                try FirstFile.create(file, bytes)
                continue
            }
            try ChangedFiles.replace(file, before, with: bytes)
        }
    }

    /// Keeps other commands from the files beside `rituals.yaml`, which is `path`, for as long as it's held.
    static func lock(_ path: String) throws -> FolderLock {
        do {
            return try FolderLock(path.folder)
        } catch {
            throw CommandFailure(
                message: "another command is changing \(Places.short(path).harmless) right now",
                hint: "try again")
        }
    }

    /// To be called under the lock: what was read is looked at once more, and exchanged.
    static func replace(_ file: String, _ before: [UInt8], with bytes: [UInt8]) throws {
        guard (try? BoundedFile.read(file, limit: .max)) == before else {
            throw CommandFailure(
                message:
                    "\(Places.short(file).harmless) has been changed by another meanwhile; it stays as it is")
        }
        do {
            try AtomicFile.replace(file, bytes)
        } catch {
            throw CommandFailure(
                message:
                    "\(Places.short(file).harmless) cannot be written: \(error.reason); it stays as it is")
        }
    }

    private var files: [String] { [path] + LoadedConfiguration.additions(to: path) }

    private func text(of file: String) throws -> ConfigurationText {
        try ConfigurationText(new[file] ?? old[file] ?? [], path: file)
    }
}

extension Problem {
    /// Whether it is about how the file is written, not about what it says.
    fileprivate var isSyntax: Bool {
        switch kind {
        case .syntax, .duplicateKey, .notAMapping, .secondDocument, .unknownAlias: true
        default: false
        }
    }
}
