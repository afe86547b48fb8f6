import CivilTime
import Rituals
import Systemd

/// The daemon, over the session bus: `org.rituald.Rituals1`, described in rituald.bus(7).
struct DaemonClient {
    private static let name = "org.rituald.Rituals1"
    private static let path = "/org/rituald/Rituals1"

    /// No daemon where one is needed; ends the program with 3.
    struct Absent: Error {
        let reason: String
    }

    private let bus: BlockingBus

    init() throws(Absent) {
        do {
            bus = try BlockingBus()
        } catch {
            throw Absent(reason: "there is no session bus (\(error))")
        }
    }

    /// Calls a method; the bus starts the daemon where none runs.
    ///
    /// A refusal of the daemon's is a `CommandFailure` in its words.
    func call(_ method: String, _ arguments: BusValue...) throws -> [BusValue] {
        try call(method, arguments)
    }

    func call(_ method: String, _ arguments: [BusValue]) throws -> [BusValue] {
        do {
            return try bus.call(
                DaemonClient.name, DaemonClient.path, DaemonClient.name, method, arguments,
                startsService: true)
        } catch {
            throw DaemonClient.failure(error)
        }
    }

    /// Has the bus start the daemon where none runs; fails where that does not succeed.
    func start() throws {
        do {
            _ = try bus.call(
                DaemonClient.name, DaemonClient.path, "org.freedesktop.DBus.Peer", "Ping",
                startsService: true)
        } catch {
            throw DaemonClient.failure(error)
        }
    }

    /// All properties of a daemon that runs; nil where none does, and none is started.
    func properties() throws -> [String: BusValue]? {
        do {
            let values = try bus.call(
                DaemonClient.name, DaemonClient.path, "org.freedesktop.DBus.Properties", "GetAll",
                [.string(DaemonClient.name)])
            return values.first?.dictionary
        } catch {
            guard error.isMissingService else { throw DaemonClient.failure(error) }
            return nil
        }
    }

    private static func failure(_ error: BusError) -> any Error {
        let own = name + ".Error."
        guard error.name.hasPrefix(own) else {
            let isOurs = error.name == "org.freedesktop.DBus.Error.InvalidArgs"
            return isOurs
                ? CommandFailure(message: error.message.harmless) : Absent(reason: "\(error)".harmless)
        }
        let parts = error.message.split(separator: "\n", maxSplits: 1).map { String($0).harmless }
        return CommandFailure(
            message: parts.first ?? "", hint: parts.count > 1 ? parts[1] : nil,
            name: String(error.name.dropFirst(own.count)))
    }
}

extension BusValue {
    /// The dictionaries of an `aa{sv}`.
    var dictionaries: [[String: BusValue]] {
        guard case .array(_, let items) = self else { return [] }
        return items.compactMap(\.dictionary)
    }

    /// A time, in seconds since the Epoch; nil for 0, which stands for none.
    var instant: Instant? {
        guard case .int64(let seconds) = self, seconds != 0 else { return nil }
        return Instant(seconds: Int(seconds))
    }
}
