import Dispatch
import Glibc
import Host
import Ledger

/// The ground under the ledger may move: its files, or their folder, may be removed, replaced or restored from a backup
/// while they're open.
extension Bookkeeper {
    /// As long as a person's `rm` and `cp` may lie apart.
    private static let quiet = DispatchTimeInterval.milliseconds(200)

    /// Watches the names of the ledger's files, as long as there is one to write in.
    func watchGround() {
        guard let folder, groundWatch == nil else { return }
        let events =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF
        // Without a watch, each writing looks.
        groundWatch = try? FileWatcher(events: events)
        let names: Set = ["", "ledger.sqlite", "ledger.sqlite-wal"]
        groundWatch?.watch([folder]) { [weak self] event in
            if names.contains(event.name) { self?.lookAtGroundSoon() }
        }
    }

    func lookAtGroundSoon() {
        let timer = groundTimer ?? DispatchSource.makeTimerSource(queue: .main)
        timer.schedule(deadline: .now() + Bookkeeper.quiet)
        guard groundTimer == nil else { return }
        groundTimer = timer
        timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.lookAtGround() } }
        timer.activate()
    }

    private func lookAtGround() {
        guard let folder, let old = ledger else { return }
        do throws(LedgerError) {
            switch old.ground {
            case .firm:
                return
            case .gone:
                do throws(SystemError) { try Folder.makePrivate(folder) } catch {
                    throw LedgerError(.unusable, "its folder is gone and can't be made again: \(error)")
                }
                mark?.forget()
                try old.putBack(in: folder)
                letGo(of: old)
                tell(
                    "The ledger's files were removed while rituald was running. They're back, with everything in them",
                    true)
            case .replaced:
                let kept = try old.keepReplaced(in: folder, stamp: Bookkeeper.stamp)
                letGo(of: old)
                mustRecollect = true
                tell(
                    "Another ledger was put in the place of the one in use. rituald goes on with it and adds what it knows itself; the former one is kept as \(Places.short(kept))",
                    true)
            }
        } catch {
            // All of it is still in the old one's hands, and is put back as soon as that's possible.
            return trouble(error)
        }
        flush()
    }

    private func letGo(of old: Ledger) {
        old.leaveFilesAlone()
        ledger = nil
        // Its folder may be another one.
        groundWatch = nil
    }
}
