/// The properties of one interface of an object, as they are now (D-Bus Specification,
/// "org.freedesktop.DBus.Properties").
@MainActor
package final class PropertyWatch {
    /// By their names; none as long as they are not known, or where there is no such object or interface.
    package private(set) var values: [String: BusValue] = [:]
    /// Whether all that was asked has been answered.
    package var isSettled: Bool { questions == 0 }
    private var questions = 0
    private weak var bus: Bus?
    private let owner: String
    private let path: String
    private let interface: String
    private let onChange: @MainActor () -> Void
    private var subscription: Bus.Subscription?

    private static let properties = "org.freedesktop.DBus.Properties"

    /// Asks at once and tells of each change, maybe before this returns.
    package init(
        _ bus: Bus, _ owner: String, _ path: String, _ interface: String,
        onChange: @escaping @MainActor () -> Void
    ) {
        self.bus = bus
        self.owner = owner
        self.path = path
        self.interface = interface
        self.onChange = onChange
        // The question follows the match, so that no change between the two is lost.
        subscription = try? bus.subscribe(
            to: ["PropertiesChanged"], from: owner, path, PropertyWatch.properties, firstArgument: interface
        ) { [weak self] _, values in
            self?.changed(values)
        }
        ask()
    }

    /// Asks for all of them anew.
    package func ask() {
        guard let bus else { return }
        questions += 1
        bus.call(owner, path, PropertyWatch.properties, "GetAll", [.string(interface)]) {
            [weak self] answer in
            self?.answered(answer)
        }
    }

    private func answered(_ answer: Bus.Reply) {
        questions -= 1
        switch answer {
        case .success(let answer): values = answer.first?.dictionary ?? [:]
        // What hangs has not changed.
        case .failure(let error) where error.isTimeout: break
        case .failure: values = [:]
        }
        onChange()
    }

    private func changed(_ arguments: [BusValue]) {
        guard arguments.count == 3, let changed = arguments[1].dictionary else { return }
        values.merge(changed) { $1 }
        if arguments[2].texts?.isEmpty == false { ask() }
        onChange()
    }
}
