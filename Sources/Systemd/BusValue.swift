/// A value of D-Bus's type system, as far as this program speaks it (D-Bus Specification, "Type System").
package indirect enum BusValue: Hashable, Sendable {
    case byte(UInt8)
    case boolean(Bool)
    case int32(Int32)
    case uint32(UInt32)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    case string(String)
    case objectPath(String)
    /// A file descriptor, of which the other end gets one of its own.
    case descriptor(Int32)
    /// The signature is that of one element.
    case array(of: String, [BusValue])
    case dictionaryEntry(BusValue, BusValue)
    case structure([BusValue])
    case variant(BusValue)

    /// A dictionary of variants by name, `a{sv}`.
    package static func properties(_ entries: KeyValuePairs<String, BusValue>) -> BusValue {
        .array(of: "{sv}", entries.map { .dictionaryEntry(.string($0.key), .variant($0.value)) })
    }

    package var signature: String {
        switch self {
        case .byte: "y"
        case .boolean: "b"
        case .int32: "i"
        case .uint32: "u"
        case .int64: "x"
        case .uint64: "t"
        case .double: "d"
        case .string: "s"
        case .objectPath: "o"
        case .descriptor: "h"
        case .array(let element, _): "a" + element
        case .dictionaryEntry(let key, let value): "{\(key.signature)\(value.signature)}"
        case .structure(let members): "(\(members.map(\.signature).joined()))"
        case .variant: "v"
        }
    }

    /// A list of strings, `as`.
    package static func texts(_ texts: [String]) -> BusValue { .array(of: "s", texts.map(BusValue.string)) }

    package var text: String? {
        switch self {
        case .string(let text), .objectPath(let text): text
        default: nil
        }
    }

    /// The texts of a list of strings; nil for any other value.
    package var texts: [String]? {
        guard case .array(_, let items) = self else { return nil }
        let texts = items.compactMap(\.text)
        return texts.count == items.count ? texts : nil
    }

    /// The entries of an `a{sv}`, without their variants; nil for any other value.
    package var dictionary: [String: BusValue]? {
        guard case .array(_, let items) = self else { return nil }
        var entries: [String: BusValue] = [:]
        for item in items {
            guard case .dictionaryEntry(let key, .variant(let value)) = item, let name = key.text else {
                return nil
            }
            entries[name] = value
        }
        return entries
    }
}
