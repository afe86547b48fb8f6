import Dispatch
import Rituals

/// When a notification server that has refused to show something is asked again: after 2, 10 and 60 seconds, and then every
/// five minutes, by what was refused.
///
/// One error need not mean that it will never work: some servers refuse what comes too fast.
@MainActor
final class Refusals {
    private struct Refusal {
        var count = 0
        var next = DispatchTime.distantFuture
    }

    private var refusals: [Announcement.Subject: Refusal] = [:]
    private let timer: any DispatchSourceTimer

    private static let waits: [DispatchTimeInterval] = [.seconds(2), .seconds(10), .seconds(60)]
    private static let lastWait = DispatchTimeInterval.seconds(300)

    /// `onRested` is called each time that something may be tried again.
    init(onRested: @escaping @MainActor () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                self?.rested()
                onRested()
            }
        }
        timer.activate()
    }

    isolated deinit {
        timer.cancel()
    }

    func add(_ subject: Announcement.Subject) {
        var refusal = refusals[subject] ?? Refusal()
        let wait = refusal.count < Refusals.waits.count ? Refusals.waits[refusal.count] : Refusals.lastWait
        refusal.count += 1
        refusal.next = .now() + wait
        refusals[subject] = refusal
        schedule()
    }

    /// It was shown, or is not to be any more.
    func remove(_ subject: Announcement.Subject) {
        if refusals.removeValue(forKey: subject) != nil { schedule() }
    }

    /// Another server has come, or none is left.
    func removeAll() {
        refusals = [:]
        schedule()
    }

    private func rested() {
        // What has been tried and was not refused again is over.
        refusals = refusals.filter { $0.value.next != .distantFuture }
        for (subject, refusal) in refusals where refusal.next <= .now() {
            refusals[subject]?.next = .distantFuture
        }
        schedule()
    }

    private func schedule() {
        timer.schedule(deadline: refusals.values.map(\.next).min() ?? .distantFuture)
    }
}
