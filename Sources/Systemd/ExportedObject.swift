import CSystemd
import Glibc

/// An interface of ours on one connection, as long as it is kept.
///
/// Only programs of the same user may call: whoever calls for the first time is looked up, without waiting.
@MainActor
package final class ExportedObject {
    private let path: String
    private let interface: BusInterface
    private weak var bus: Bus?
    private let table: VTable
    private var slots: [OpaquePointer?] = [nil, nil]
    /// Unique names, which the bus never gives twice.
    private var trusted: Set<String> = []
    private static let mostTrusted = 1000

    /// Offers `interface` at `path`.
    package init(_ interface: BusInterface, at path: String, on bus: Bus) throws(BusError) {
        self.interface = interface
        self.path = path
        self.bus = bus
        table = VTable(interface, method: methodCalled, getter: propertyRead)
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(
            sd_bus_add_object_vtable(bus.raw, &slots[0], path, interface.name, table.rows, context))
        // The table's own answers about properties would not ask who wants to know.
        try check(sd_bus_add_filter(bus.raw, &slots[1], filtered, context))
    }

    isolated deinit {
        for slot in slots { sd_bus_slot_unref(slot) }
    }

    /// Sends a signal of the interface.
    package func emit(_ signal: String, _ values: [BusValue]) {
        guard let bus, !bus.isClosed else { return }
        try? bus.send { () throws(BusError) in
            var raw: OpaquePointer?
            try check(sd_bus_message_new_signal(bus.raw, &raw, self.path, self.interface.name, signal))
            guard let raw else { throw BusError(-ENOMEM) }
            let message = BusMessage(owning: raw)
            try message.append(values)
            try check(sd_bus_send(bus.raw, raw, nil))
        }
    }

    /// Tells that properties have new values.
    package func changed(_ properties: [String]) {
        guard let bus, !bus.isClosed else { return }
        try? bus.send { () throws(BusError) in
            var names = properties.map { strdup($0) } + [nil]
            defer { for name in names { free(name) } }
            try check(
                sd_bus_emit_properties_changed_strv(bus.raw, self.path, self.interface.name, &names))
        }
    }

    // MARK: Being called

    fileprivate func called(_ message: BusMessage) {
        guard let bus, let sender = sd_bus_message_get_sender(message.raw).map({ String(cString: $0) }) else {
            return
        }
        guard !trusted.contains(sender) else { return handle(message) }
        bus.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixUser",
            [.string(sender)]
        ) { [weak self] answer in
            guard let self else { return }
            guard case .success(let values) = answer, values.first == .uint32(getuid()) else {
                let name = "org.freedesktop.DBus.Error.AccessDenied"
                return self.answer(message, .failure(BusRefusal(name, "only the same user may ask this")))
            }
            if self.trusted.count == ExportedObject.mostTrusted { self.trusted = [] }
            self.trusted.insert(sender)
            self.handle(message)
        }
    }

    private static let properties = "org.freedesktop.DBus.Properties"

    /// Whether a message asks for this object's properties.
    fileprivate func isAboutProperties(_ message: BusMessage) -> Bool {
        sd_bus_message_is_method_call(message.raw, ExportedObject.properties, nil) > 0
            && sd_bus_message_get_path(message.raw).map { String(cString: $0) } == path
    }

    private func handle(_ message: BusMessage) {
        let member = sd_bus_message_get_member(message.raw).map { String(cString: $0) }
        do throws(BusError) {
            let arguments = try message.values()
            if isAboutProperties(message) {
                return answer(message, property(member ?? "", arguments))
            }
            guard let method = interface.methods.first(where: { $0.name == member }) else { return }
            method.handle(BusCall(arguments) { [weak self] result in self?.answer(message, result) })
        } catch {
            answer(message, .failure(BusRefusal("org.freedesktop.DBus.Error.InvalidArgs", error.message)))
        }
    }

    /// `Get` and `GetAll` (D-Bus Specification, "org.freedesktop.DBus.Properties").
    private func property(_ member: String, _ arguments: [BusValue]) -> Result<[BusValue], BusRefusal> {
        let errors = "org.freedesktop.DBus.Error."
        let texts = arguments.compactMap(\.text)
        guard let asked = texts.first, asked == interface.name || asked.isEmpty else {
            return .failure(BusRefusal(errors + "UnknownInterface", "there is only \(interface.name)"))
        }
        switch (member, texts.count) {
        case ("GetAll", 1):
            let entries = interface.properties.map {
                BusValue.dictionaryEntry(.string($0.name), .variant($0.value()))
            }
            return .success([.array(of: "{sv}", entries)])
        case ("Get", 2):
            guard let property = interface.properties.first(where: { $0.name == texts[1] }) else {
                return .failure(BusRefusal(errors + "UnknownProperty", "there is no such property"))
            }
            return .success([.variant(property.value())])
        case ("Set", _):
            return .failure(BusRefusal(errors + "PropertyReadOnly", "properties are only read"))
        default:
            return .failure(BusRefusal(errors + "InvalidArgs", "this is not how properties are asked for"))
        }
    }

    private func answer(_ message: BusMessage, _ result: Result<[BusValue], BusRefusal>) {
        do throws(BusError) {
            try send(result, to: message)
        } catch {
            // What cannot be put into a message must not leave the caller waiting.
            let failed = BusRefusal("org.freedesktop.DBus.Error.Failed", error.message)
            if case .success = result { try? send(.failure(failed), to: message) }
        }
    }

    private func send(_ result: Result<[BusValue], BusRefusal>, to message: BusMessage) throws(BusError) {
        guard let bus, !bus.isClosed else { return }
        try bus.send { () throws(BusError) in
            switch result {
            case .failure(let refusal):
                var error = sd_bus_error()
                // Its result only repeats the error as a number.
                _ = sd_bus_error_set(&error, refusal.name, refusal.message)
                defer { sd_bus_error_free(&error) }
                try check(sd_bus_reply_method_error(message.raw, &error))
            case .success(let values):
                var raw: OpaquePointer?
                try check(sd_bus_message_new_method_return(message.raw, &raw))
                guard let raw else { throw BusError(-ENOMEM) }
                let reply = BusMessage(owning: raw)
                try reply.append(values)
                try check(sd_bus_send(bus.raw, raw, nil))
            }
        }
    }

    fileprivate func read(_ property: String, into reply: BusMessage) -> Int32 {
        guard let property = interface.properties.first(where: { $0.name == property }) else {
            return -ENOENT
        }
        do throws(BusError) {
            try reply.append([property.value()])
            return 1
        } catch {
            return -error.code
        }
    }
}

/// The table that sd-bus reads; it and its texts outlive the slot.
private final class VTable {
    let rows: UnsafeMutablePointer<sd_bus_vtable>
    private var texts: [UnsafeMutablePointer<CChar>] = []

    init(
        _ interface: BusInterface, method: @escaping sd_bus_message_handler_t,
        getter: @escaping sd_bus_property_get_t
    ) {
        let count = interface.methods.count + interface.properties.count + interface.signals.count + 2
        rows = .allocate(capacity: count)
        var filled = [rituald_vtable_start()]
        for entry in interface.methods {
            filled.append(
                rituald_vtable_method(
                    text(entry.name), signature(entry.inputs), signature(entry.outputs),
                    names(entry.inputs + entry.outputs), method))
        }
        for property in interface.properties {
            filled.append(
                rituald_vtable_property(
                    text(property.name), text(property.signature), getter, property.changes ? 1 : 0))
        }
        for signal in interface.signals {
            filled.append(
                rituald_vtable_signal(text(signal.name), signature(signal.arguments), names(signal.arguments))
            )
        }
        filled.append(rituald_vtable_end())
        rows.initialize(from: filled, count: count)
    }

    deinit {
        rows.deallocate()
        for text in texts { free(text) }
    }

    private func text(_ text: String) -> UnsafeMutablePointer<CChar> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8.count + 1)
        copy.initialize(from: text.utf8CString.map { $0 }, count: text.utf8.count + 1)
        texts.append(copy)
        return copy
    }

    private func signature(_ arguments: [BusInterface.Argument]) -> UnsafeMutablePointer<CChar> {
        text(arguments.map(\.signature).joined())
    }

    /// Each with its NUL, and one more at the end.
    private func names(_ arguments: [BusInterface.Argument]) -> UnsafeMutablePointer<CChar> {
        text(arguments.map { $0.name + "\0" }.joined())
    }
}

/// sd-bus calls these from within `sd_bus_process`, which runs on the main queue alone.
private func methodCalled(
    message: OpaquePointer?, context: UnsafeMutableRawPointer?, error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
    guard let message, let context else { return -EINVAL }
    // Unsafe only in name, because they never leave this queue.
    nonisolated(unsafe) let received = BusMessage(owning: sd_bus_message_ref(message))
    let object = Unmanaged<ExportedObject>.fromOpaque(context).takeUnretainedValue()
    MainActor.assumeIsolated { object.called(received) }
    // It is answered later, by itself.
    return 1
}

private func filtered(
    message: OpaquePointer?, context: UnsafeMutableRawPointer?, error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
    guard let message, let context else { return 0 }
    nonisolated(unsafe) let received = BusMessage(owning: sd_bus_message_ref(message))
    let object = Unmanaged<ExportedObject>.fromOpaque(context).takeUnretainedValue()
    return MainActor.assumeIsolated {
        guard object.isAboutProperties(received) else { return 0 }
        object.called(received)
        return 1
    }
}

/// Asked only by `PropertiesChanged`, which is ours.
private func propertyRead(
    bus: OpaquePointer?, path: UnsafePointer<CChar>?, interface: UnsafePointer<CChar>?,
    property: UnsafePointer<CChar>?, reply: OpaquePointer?, context: UnsafeMutableRawPointer?,
    error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
    guard let property, let reply, let context else { return -EINVAL }
    nonisolated(unsafe) let message = BusMessage(owning: sd_bus_message_ref(reply))
    let object = Unmanaged<ExportedObject>.fromOpaque(context).takeUnretainedValue()
    let name = String(cString: property)
    return MainActor.assumeIsolated { object.read(name, into: message) }
}
