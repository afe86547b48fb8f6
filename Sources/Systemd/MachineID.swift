import CSystemd

/// Which machine this is (machine-id(5)).
package enum MachineID {
    /// An id of this machine for one program, from which the machine's own cannot be told; empty where it has
    /// none (sd_id128_get_machine_app_specific(3)).
    ///
    /// `application` is the program's own 128-bit number, in 32 hexadecimal digits.
    package static func specific(to application: String) -> String {
        var id = sd_id128_t()
        var own = sd_id128_t()
        guard sd_id128_from_string(application, &id) >= 0,
            sd_id128_get_machine_app_specific(id, &own) >= 0
        else { return "" }
        return text(of: own)
    }

    static func text(of id: sd_id128_t) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(SD_ID128_STRING_MAX)) { buffer in
            guard let base = buffer.baseAddress, let text = sd_id128_to_string(id, base) else { return "" }
            return String(cString: text)
        }
    }
}
