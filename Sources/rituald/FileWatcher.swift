import Dispatch
import Glibc
import Host

/// Tells what happens to some names in some folders (inotify(7)).
@MainActor
final class FileWatcher {
    struct Event: Hashable {
        let folder: String
        /// Empty where it is the folder itself that has gone, or where events were lost.
        let name: String
        /// The `IN_…` bits of inotify(7).
        let mask: UInt32

        func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(bit) != 0 }

        var path: String { folder + "/" + name }
    }

    private let descriptor: Int32
    private let events: UInt32
    private let source: any DispatchSourceRead
    /// By the kernel's number of each watch the paths that lead to its folder: there may be several.
    private var folders: [Int32: Set<String>] = [:]
    private var onEvent: (@MainActor (Event) -> Void)?

    /// What happens to files that are written, and to folders.
    static let changes =
        IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
        | IN_MOVE_SELF

    private static let writing = UInt32(IN_MODIFY) | UInt32(IN_CLOSE_WRITE)

    /// `events` are the `IN_…` bits to be told of.
    init(events: Int32 = FileWatcher.changes) throws(SystemError) {
        self.events = UInt32(events) | UInt32(IN_ONLYDIR)
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("inotify_init1", "watching files") }
        let descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setCancelHandler { close(descriptor) }
        source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readEvents() } }
        source.activate()
    }

    isolated deinit {
        source.cancel()
    }

    /// Watches these folders and no others from now on; those that are not there are left out.
    ///
    /// Of those in `comings` only what comes and goes is told, and not what is written: other programs'
    /// files are nothing to wake for.
    func watch(
        _ wanted: Set<String>, comings: Set<String> = [], onEvent: @escaping @MainActor (Event) -> Void
    ) {
        self.onEvent = onEvent
        // Each is asked for anew, since a path may lead to another folder than it did.
        var current: [Int32: Set<String>] = [:]
        for folder in wanted {
            let events = comings.contains(folder) ? events & ~FileWatcher.writing : events
            // Two paths of one folder ask for what both want.
            let watch = inotify_add_watch(descriptor, folder, events | UInt32(IN_MASK_ADD))
            if watch >= 0 { current[watch, default: []].insert(folder) }
        }
        for watch in folders.keys where current[watch] == nil { inotify_rm_watch(descriptor, watch) }
        folders = current
    }

    private func readEvents() {
        var events: [Event] = []
        let size = 64 * 1024
        withUnsafeTemporaryAllocation(byteCount: size, alignment: MemoryLayout<inotify_event>.alignment) {
            buffer in
            // Once: whoever writes without end must not keep the daemon here. What is left calls again.
            let count = read(descriptor, buffer.baseAddress, size)
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= count {
                let header = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let nameStart = offset + MemoryLayout<inotify_event>.size
                // The name is filled up with zeros to its field's length.
                let field = buffer[nameStart..<nameStart + Int(header.len)]
                let name = String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
                if header.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                    events.append(Event(folder: "", name: "", mask: header.mask))
                }
                for folder in folders[header.wd] ?? [] {
                    events.append(Event(folder: folder, name: name, mask: header.mask))
                }
                if header.mask & UInt32(IN_IGNORED) != 0 { folders[header.wd] = nil }
                offset = nameStart + Int(header.len)
            }
        }
        for event in events { onEvent?(event) }
    }
}
