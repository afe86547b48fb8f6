import Systemd

/// Questions to a bus that nobody is started for, and that end soon: whoever does not answer once is not asked
/// again.
final class Inquiry {
    /// A program on the bus, and an object of its own.
    struct Object {
        let name: String
        let path: String

        init(_ name: String, _ path: String) {
            self.name = name
            self.path = path
        }
    }

    /// Why the bus cannot be asked; nil: it can.
    let trouble: BusError?
    private let bus: BlockingBus?
    private var silent: [String: BusError] = [:]

    /// How long the bus, and each program on it, is waited for.
    private static let patience: Duration = .seconds(2)
    private static let driver = Object("org.freedesktop.DBus", "/org/freedesktop/DBus")

    init(_ kind: BlockingBus.Kind) {
        do throws(BusError) {
            bus = try BlockingBus(kind, patience: Inquiry.patience)
            trouble = nil
        } catch {
            bus = nil
            trouble = error
        }
    }

    func call(
        _ object: Object, _ interface: String, _ method: String, _ arguments: [BusValue] = [],
        startsService: Bool = false
    ) throws(BusError) -> [BusValue] {
        if let error = trouble ?? silent[object.name] { throw error }
        guard let bus else { return [] }
        do throws(BusError) {
            return try bus.call(
                object.name, object.path, interface, method, arguments, startsService: startsService)
        } catch {
            if error.isTimeout { silent[object.name] = error }
            throw error
        }
    }

    /// The value of a property, without its variant; nil where nobody tells.
    func property(_ name: String, of object: Object, _ interface: String, startsService: Bool = false)
        -> BusValue?
    {
        let values = try? call(
            object, "org.freedesktop.DBus.Properties", "Get", [.string(interface), .string(name)],
            startsService: startsService)
        guard case .variant(let value)? = values?.first else { return nil }
        return value
    }

    /// Whether a program has a name on this bus.
    func hasOwner(_ name: String) -> Bool {
        (try? call(Inquiry.driver, Inquiry.driver.name, "NameHasOwner", [.string(name)]))?.first
            == .boolean(true)
    }

    /// Whether the bus would start a program for a name.
    func canStart(_ name: String) -> Bool {
        (try? call(Inquiry.driver, Inquiry.driver.name, "ListActivatableNames"))?.first?.texts?.contains(name)
            == true
    }

    /// Whether a program that was asked has not answered in time.
    func isSilent(_ name: String) -> Bool { silent[name] != nil }
}

extension BusValue {
    var flag: Bool? {
        if case .boolean(let flag) = self { flag } else { nil }
    }

    /// A number of 32 bits, or of 64 that an `Int` can hold.
    var number: Int? {
        switch self {
        case .int32(let number): Int(number)
        case .uint32(let number): Int(number)
        case .int64(let number): Int(number)
        case .uint64(let number): Int(exactly: number)
        default: nil
        }
    }
}
