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
        self.path = path
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
        for files in [folder + "/rituals.d", DeckShelf.own(beside: path)] where Folder.exists(files) {
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

    /// Watches the folder of a path for its name, and where that is a link, of what it leads to; where there
    /// is no such folder, the nearest above it, for the next one's coming.
    private func watchLinks(of path: String) {
        var path = path
        // As many as the kernel follows (path_resolution(7)).
        for _ in 0..<40 {
            var (folder, name) = (path.folder, path.fileName)
            while !Folder.exists(folder), folder != folder.folder {
                (folder, name) = (folder.folder, folder.fileName)
            }
            if let known = names[folder] {
                names[folder] = known.map { $0.union([name]) }
            } else {
                names[folder] = [name]
            }
            if folder == path.folder, !Folder.exists(path) { contents.insert(folder) }
            guard let target = SymbolicLink.target(of: path) else { return }
            path = target.hasPrefix("/") ? target : path.folder + "/" + target
        }
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
