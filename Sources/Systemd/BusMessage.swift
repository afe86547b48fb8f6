import CSystemd
import Glibc

/// A D-Bus message: holds one reference of sd-bus's.
final class BusMessage {
    let raw: OpaquePointer

    /// Takes over a reference.
    init(owning raw: OpaquePointer) {
        self.raw = raw
    }

    deinit {
        sd_bus_message_unref(raw)
    }

    func append(_ values: [BusValue]) throws(BusError) {
        for value in values { try append(value) }
    }

    private func append(_ value: BusValue) throws(BusError) {
        switch value {
        case .byte(let number): try appendBasic("y", number)
        case .boolean(let flag): try appendBasic("b", Int32(flag ? 1 : 0))
        case .int32(let number): try appendBasic("i", number)
        case .uint32(let number): try appendBasic("u", number)
        case .int64(let number): try appendBasic("x", number)
        case .uint64(let number): try appendBasic("t", number)
        case .double(let number): try appendBasic("d", number)
        case .string(let text), .objectPath(let text):
            let type = CChar(bitPattern: UInt8(ascii: value.signature == "o" ? "o" : "s"))
            try check(text.withCString { sd_bus_message_append_basic(raw, type, $0) })
        case .descriptor(let number): try appendBasic("h", number)
        case .array(let element, let items): try appendContainer("a", element, items)
        case .dictionaryEntry(let key, let item):
            try appendContainer("e", key.signature + item.signature, [key, item])
        case .structure(let members): try appendContainer("r", members.map(\.signature).joined(), members)
        case .variant(let inner): try appendContainer("v", inner.signature, [inner])
        }
    }

    private func appendBasic(_ type: Unicode.Scalar, _ value: some BitwiseCopyable) throws(BusError) {
        let result = withUnsafePointer(to: value) { sd_bus_message_append_basic(raw, CChar(type.value), $0) }
        try check(result)
    }

    private func appendContainer(_ type: Unicode.Scalar, _ contents: String, _ items: [BusValue])
        throws(BusError)
    {
        try check(sd_bus_message_open_container(raw, CChar(type.value), contents))
        try append(items)
        try check(sd_bus_message_close_container(raw))
    }

    /// All values of the message.
    ///
    /// One that needs more than `room`, in bytes with a few for each value, throws EMSGSIZE, before it has cost a ring
    /// its time: nobody has more than some kilobytes to say to the daemon.
    func values(room: Int = 256 * 1024) throws(BusError) -> [BusValue] {
        var room = room
        return try values(&room)
    }

    private static let costOfValue = 16

    /// From here to the end of the message, or of the container that has been entered.
    private func values(_ room: inout Int) throws(BusError) -> [BusValue] {
        var values: [BusValue] = []
        while let value = try next(&room) {
            room -= BusMessage.costOfValue
            guard room >= 0 else { throw BusError(-EMSGSIZE) }
            values.append(value)
        }
        return values
    }

    private func next(_ room: inout Int) throws(BusError) -> BusValue? {
        var type: CChar = 0
        var contents: UnsafePointer<CChar>?
        guard try check(sd_bus_message_peek_type(raw, &type, &contents)) > 0 else { return nil }
        switch Unicode.Scalar(UInt8(bitPattern: type)) {
        case "y": return .byte(try read(type, as: UInt8.self, 0))
        case "b": return .boolean(try read(type, as: Int32.self, 0) != 0)
        case "i": return .int32(try read(type, as: Int32.self, 0))
        case "u": return .uint32(try read(type, as: UInt32.self, 0))
        case "x": return .int64(try read(type, as: Int64.self, 0))
        case "t": return .uint64(try read(type, as: UInt64.self, 0))
        case "d": return .double(try read(type, as: Double.self, 0))
        case "s": return .string(try readText(type, &room))
        case "o": return .objectPath(try readText(type, &room))
        case "a":
            let element = contents.map { String(cString: $0) } ?? ""
            return .array(of: element, try readContainer(type, contents, &room))
        case "v": return .variant(try readContainer(type, contents, &room).first ?? .string(""))
        case "r": return .structure(try readContainer(type, contents, &room))
        case "e":
            let pair = try readContainer(type, contents, &room)
            guard pair.count == 2 else { throw BusError(-EBADMSG) }
            return .dictionaryEntry(pair[0], pair[1])
        default:
            // Descriptors, signatures and small integers: nothing this program calls answers with them.
            throw BusError(-EOPNOTSUPP)
        }
    }

    private func read<Value: BitwiseCopyable>(_ type: CChar, as: Value.Type, _ empty: Value) throws(BusError)
        -> Value
    {
        var value = empty
        try check(sd_bus_message_read_basic(raw, type, &value))
        return value
    }

    private func readText(_ type: CChar, _ room: inout Int) throws(BusError) -> String {
        var text: UnsafePointer<CChar>?
        try check(sd_bus_message_read_basic(raw, type, &text))
        guard let text else { return "" }
        room -= strlen(text)
        guard room >= 0 else { throw BusError(-EMSGSIZE) }
        return String(cString: text)
    }

    private func readContainer(_ type: CChar, _ contents: UnsafePointer<CChar>?, _ room: inout Int)
        throws(BusError) -> [BusValue]
    {
        try check(sd_bus_message_enter_container(raw, type, contents))
        let values = try values(&room)
        try check(sd_bus_message_exit_container(raw))
        return values
    }
}

/// Turns libsystemd's negative results into errors.
@discardableResult
func check(_ result: Int32) throws(BusError) -> Int32 {
    guard result >= 0 else { throw BusError(result) }
    return result
}
