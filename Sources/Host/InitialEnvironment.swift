/// The variables that a process was started with, as the kernel keeps them (proc_pid_environ(5)).
package struct InitialEnvironment {
    private let variables: [Substring]

    /// Nil where there's no such process, or it isn't this user's.
    package init?(of process: Int) {
        guard let bytes = try? BoundedFile.read("/proc/\(process)/environ", limit: 1 << 20) else {
            return nil
        }
        variables = bytes.split(separator: 0).map { Substring(decoding: $0, as: UTF8.self) }
    }

    /// The value of a variable; nil where it's unset or empty.
    package func value(_ name: String) -> String? {
        let value = variables.first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1)
        return value.flatMap { $0.isEmpty ? nil : String($0) }
    }
}
