import Dispatch
import Rituals

/// A channel that runs a program: it has taken what it was told when the program ends with 0.
///
/// One that fails is left alone for a while, longer each time.
@MainActor
package final class CommandDelivery: Channel {
    package let channel: CommandChannel
    private let runner: CommandRunner
    private let firstRest: Duration
    private let onRested: @MainActor () -> Void
    private var failures = 0
    private var isResting = false
    /// Why it failed the last time; nil: it did not.
    package private(set) var trouble: String?

    package static let usualRest: Duration = .seconds(30)
    /// The rest doubles so often, to a quarter of an hour.
    private static let mostDoublings = 5

    /// `onRested` is called when it may be tried again after a failure.
    init(
        _ channel: CommandChannel, _ runner: CommandRunner, firstRest: Duration,
        onRested: @escaping @MainActor () -> Void
    ) {
        self.channel = channel
        self.runner = runner
        self.firstRest = firstRest
        self.onRested = onRested
    }

    /// Whether it is to be told of an announcement.
    func hears(_ announcement: Announcement) -> Bool {
        announcement.kind.commandEvent.map(channel.events.contains) == true
    }

    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        guard let notice = CommandNotice(announcement) else { return reply(.withdrawn) }
        // Whoever tries a ritual out wants to see what it does now.
        let isTrial = if case .trial = announcement.kind { true } else { false }
        if isResting, !isTrial, let trouble { return reply(.refused(trouble)) }
        tell(notice, reply: reply)
    }

    /// Runs the program, also while it rests.
    func tell(_ notice: CommandNotice, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        runner.run(Command(channel, notice)) { [weak self] result in
            switch result {
            case .done:
                self?.failures = 0
                self?.trouble = nil
                reply(.taken(nil))
            case .failed(let reason, let maybeSeen):
                self?.rest(reason)
                reply(.refused(reason, maybeSeen: maybeSeen))
            }
        }
    }

    private func rest(_ reason: String) {
        trouble = reason
        guard !isResting else { return }
        isResting = true
        let rest = firstRest * (1 << min(failures, CommandDelivery.mostDoublings))
        failures += 1
        let nanoseconds = DispatchTimeInterval.nanoseconds(Int(rest / .nanoseconds(1)))
        DispatchQueue.main.asyncAfter(deadline: .now() + nanoseconds) { [weak self] in
            MainActor.assumeIsolated {
                guard let self, self.isResting else { return }
                self.isResting = false
                self.onRested()
            }
        }
    }
}
