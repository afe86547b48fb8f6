import Configuration
import Dispatch
import Glibc
import Host

/// Tells when the couple's files have been edited, once the editor is done.
///
/// Editors write in place, in pieces, beside the file and over it, and through links: so the folders are
/// watched, those of every link's target too, and a change counts only when it has been quiet for a while and
/// nobody is writing.
@MainActor
final class ConfigurationWatch {
    private let path: String
    private let watcher: FileWatcher
    private let onEdit: @MainActor () -> Void
    private let timer: any DispatchSourceTimer
    /// The names that matter in each folder; nil: all.
    private var names: [String: Set<String>?] = [:]
    /// The folders that hold the files themselves; of the others only what comes and goes matters.
    private var contents: Set<String> = []
    /// Files that have been written to and not closed yet, so far as is known.
    private var written: Set<String> = []
    private var firstEvent: DispatchTime?

    /// How long nothing must happen.
    private static let quiet = DispatchTimeInterval.milliseconds(200)
    /// How long a writer that does not close its file is waited for, at most.
    private static let patience: UInt64 = 5_000_000_000

    /// `path` is that of `rituals.yaml`.
    init(path: String, onEdit: @escaping @MainActor () -> Void) throws(SystemError) {
        self.path = path.absolute
        self.onEdit = onEdit
        watcher = try FileWatcher()
        timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.settled() } }
        timer.activate()
        look()
    }

    /// Finds out anew which folders matter; called after each reading, since links and folders come and go.
    func look() {
        names = [:]
        contents = []
        let folder = path.folder
        // The folder itself may be made, replaced or a link to elsewhere.
        watchLinks(of: folder)
        for name in [path.fileName, "me", "rituals.d", "decks"] { watchLinks(of: folder + "/" + name) }
        for files in [folder + "/rituals.d", folder + "/decks"] where Folder.exists(files) {
            for name in Folder.entries(of: files) ?? [] where name.hasSuffix(".yaml") {
                watchLinks(of: files + "/" + name)
            }
            names[files] = .some(nil)
            contents.insert(files)
        }
        watcher.watch(Set(names.keys), comings: Set(names.keys).subtracting(contents)) { [weak self] event in
            self?.handle(event)
        }
    }

    /// Watches a name in its folder, and wherever something on the way to it is a link, what that leads to.
    ///
    /// `current -> r1` may lead to `r2` tomorrow. Where a folder isn't there yet, the nearest above it is watched.
    private func watchLinks(of path: String) {
        var rest = path.split(separator: "/").map(String.init)
        var folder = "/"
        // As many links as the kernel follows (path_resolution(7)).
        var left = 40
        while !rest.isEmpty {
            let name = rest.removeFirst()
            if name == "." { continue }
            if name == ".." {
                folder = folder.folder
                continue
            }
            guard Folder.exists(folder) else { return }
            let here = folder == "/" ? "/" + name : folder + "/" + name
            let target = SymbolicLink.target(of: here)
            // A folder on the way that is no link isn't watched: whatever any program made beside it would wake us.
            if target != nil || rest.isEmpty || !Folder.exists(here) {
                watch(name, in: folder)
                if rest.isEmpty, !Folder.exists(here) { contents.insert(folder) }
            }
            if let target {
                left -= 1
                guard left > 0 else { return }
                rest = target.split(separator: "/").map(String.init) + rest
                if target.hasPrefix("/") { folder = "/" }
            } else {
                folder = here
            }
        }
    }

    private func watch(_ name: String, in folder: String) {
        if let known = names[folder] {
            names[folder] = known.map { $0.union([name]) }
        } else {
            names[folder] = [name]
        }
    }

    /// Looks whether the files are others than those that were read last: some file systems (NFS, FUSE) tell of nothing
    /// that happens on another machine.
    func compare(with digest: String) {
        guard firstEvent == nil, FileImage(of: path).digest != digest else { return }
        firstEvent = .now()
        timer.schedule(deadline: .now() + ConfigurationWatch.quiet)
    }

    private func handle(_ event: FileWatcher.Event) {
        if let wanted = names[event.folder] ?? nil, !event.name.isEmpty, !wanted.contains(event.name) {
            return
        }
        if names[event.folder] == .some(nil), !event.name.isEmpty, !event.name.hasSuffix(".yaml") { return }
        if event.has(IN_MODIFY) || event.has(IN_CREATE) && isOwnFile(event.path) {
            written.insert(event.path)
        } else {
            written.remove(event.path)
        }
        if firstEvent == nil { firstEvent = .now() }
        timer.schedule(deadline: .now() + ConfigurationWatch.quiet)
    }

    /// A new file that is being written to, and no second name or link of a finished one.
    private func isOwnFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }

    private func settled() {
        guard let first = firstEvent else { return }
        let waited = DispatchTime.now().uptimeNanoseconds - first.uptimeNanoseconds
        guard written.isEmpty || waited > ConfigurationWatch.patience else {
            return timer.schedule(deadline: .now() + ConfigurationWatch.quiet)
        }
        firstEvent = nil
        written = []
        onEdit()
        look()
    }
}
