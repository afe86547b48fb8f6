import Glibc

/// A call to the system that failed.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The function, as its manual page names it.
    package let call: String
    package let code: Int32
    /// What it was for: a path, mostly.
    package let subject: String

    package init(_ call: String, _ subject: String, code: Int32 = errno) {
        self.call = call
        self.code = code
        self.subject = subject
    }

    /// The system's own words for the code.
    package var reason: String { String(cString: strerror(code)) }

    package var description: String { "\(subject): \(call): \(reason)" }
}
