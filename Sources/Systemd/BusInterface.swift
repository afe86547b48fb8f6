/// What a program offers on the bus: one interface of one object, introspectable
/// (sd_bus_add_object_vtable(3)).
package struct BusInterface {
    /// A name and a D-Bus signature.
    package typealias Argument = (name: String, signature: String)

    package struct Method {
        let name: String
        let inputs: [Argument]
        let outputs: [Argument]
        let handle: @MainActor (BusCall) -> Void

        package init(
            _ name: String, _ inputs: [Argument] = [], returns outputs: [Argument] = [],
            handle: @escaping @MainActor (BusCall) -> Void
        ) {
            self.name = name
            self.inputs = inputs
            self.outputs = outputs
            self.handle = handle
        }
    }

    package struct Property {
        let name: String
        let signature: String
        let changes: Bool
        let value: @MainActor () -> BusValue

        /// `changes`: `PropertiesChanged` tells of each new value; else it never has another.
        package init(
            _ name: String, _ signature: String, changes: Bool = true,
            value: @escaping @MainActor () -> BusValue
        ) {
            self.name = name
            self.signature = signature
            self.changes = changes
            self.value = value
        }
    }

    package struct Signal {
        let name: String
        let arguments: [Argument]

        package init(_ name: String, _ arguments: [Argument]) {
            self.name = name
            self.arguments = arguments
        }
    }

    package let name: String
    package let methods: [Method]
    package let properties: [Property]
    package let signals: [Signal]

    package init(_ name: String, methods: [Method], properties: [Property], signals: [Signal]) {
        self.name = name
        self.methods = methods
        self.properties = properties
        self.signals = signals
    }
}

/// A method that somebody has called; it is answered once, at any time.
@MainActor
package final class BusCall {
    package let arguments: [BusValue]
    private var answer: (@MainActor (Result<[BusValue], BusRefusal>) -> Void)?

    package init(
        _ arguments: [BusValue], answer: @escaping @MainActor (Result<[BusValue], BusRefusal>) -> Void
    ) {
        self.arguments = arguments
        self.answer = answer
    }

    package func reply(_ values: BusValue...) {
        finish(.success(values))
    }

    package func refuse(_ refusal: BusRefusal) {
        finish(.failure(refusal))
    }

    private func finish(_ result: Result<[BusValue], BusRefusal>) {
        let answer = answer
        self.answer = nil
        answer?(result)
    }
}

/// A named error to answer a call with.
package struct BusRefusal: Error, Hashable, Sendable {
    /// As `org.freedesktop.DBus.Error.InvalidArgs`.
    package let name: String
    package let message: String

    package init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }
}
