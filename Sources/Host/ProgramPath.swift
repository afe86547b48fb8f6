import Glibc

/// Finds programs by their names.
package enum ProgramPath {
    /// The path of a program: of a name, the first in `$PATH` that can be run, at last in `~/.local/bin`; of a
    /// path, itself, with the home folder for `~`.
    ///
    /// Nil where a name is found nowhere; whether a path leads to a program is not looked at.
    package static func find(
        _ program: String, path: String? = Environment.value("PATH"), home: String = Environment.home
    ) -> String? {
        if program.hasPrefix("~/") { return home + program.dropFirst() }
        if program.hasPrefix("/") { return program }
        // What execvp(3) has where the variable is missing, and what a login shell adds on most machines.
        let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
        return (folders + [home + "/.local/bin"]).lazy.filter { $0.hasPrefix("/") }
            .map { $0 + "/" + program }.first(where: isProgram)
    }

    /// Whether this user can run the file.
    package static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
