import CSystemd

/// Who is who on the bus.
extension Bus {
    /// The id of this bus, another for each that is started; nil where it cannot be told.
    package var id: String? {
        var id = sd_id128_t()
        return sd_bus_get_bus_id(raw, &id) >= 0 ? MachineID.text(of: id) : nil
    }

    /// Asks for a well-known name.
    ///
    /// `onTaken` is told which process has it instead, nil where the bus doesn't know; a bus that fails or stays silent has
    /// said nothing about it.
    package func requestName(_ name: String, onTaken: @escaping @MainActor (_ process: Int?) -> Void) {
        let bus = "org.freedesktop.DBus"
        // DBUS_NAME_FLAG_DO_NOT_QUEUE; 3 is DBUS_REQUEST_NAME_REPLY_EXISTS.
        call(bus, "/org/freedesktop/DBus", bus, "RequestName", [.string(name), .uint32(4)]) {
            [weak self] answer in
            guard (try? answer.get())?.first == .uint32(3) else { return }
            self?.call(bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", [.string(name)]) {
                answer in
                guard case .uint32(let process)? = (try? answer.get())?.first else { return onTaken(nil) }
                onTaken(Int(process))
            }
        }
    }
}
