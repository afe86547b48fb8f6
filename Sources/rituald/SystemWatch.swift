import Dispatch
import Glibc
import Host

/// Tells of a new time zone, of new zone rules, and of a new session bus.
@MainActor
final class SystemWatch {
    private let watcher: FileWatcher
    private let localtime: String
    private let socket: String?
    private let timer: any DispatchSourceTimer
    private let onZoneChange: @MainActor () -> Void
    private let onBus: @MainActor () -> Void
    private var zoneFiles: Set<String> = []

    init(
        localtime: String, busSocket: String?, onZoneChange: @escaping @MainActor () -> Void,
        onBus: @escaping @MainActor () -> Void
    ) throws(SystemError) {
        self.localtime = localtime
        socket = busSocket
        self.onZoneChange = onZoneChange
        self.onBus = onBus
        watcher = try FileWatcher()
        timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { MainActor.assumeIsolated { onZoneChange() } }
        timer.activate()
        watch(zoneFiles: [])
    }

    /// Watches these zone files too: an update of the tz database renames new ones over them.
    func watch(zoneFiles: Set<String>) {
        self.zoneFiles = zoneFiles
        let files = zoneFiles.union([localtime]).union(socket.map { [$0] } ?? [])
        watcher.watch(Set(files.map(\.folder))) { [weak self] event in self?.handle(event) }
    }

    private func handle(_ event: FileWatcher.Event) {
        guard
            event.has(IN_CREATE) || event.has(IN_MOVED_TO) || event.has(IN_CLOSE_WRITE)
                || event.has(IN_Q_OVERFLOW)
        else { return }
        if event.path == socket { onBus() }
        if event.path == localtime || zoneFiles.contains(event.path) || event.has(IN_Q_OVERFLOW) {
            // A zone is changed in several steps; the last one counts.
            timer.schedule(deadline: .now() + .milliseconds(200))
        }
    }
}
