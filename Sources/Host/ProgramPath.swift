import Glibc

/// Finds programs by their names.
package enum ProgramPath {
    /// The path of a program: of a name, the first that can be run in `~/.local/bin` and the folders of `$PATH`;
    /// of a path, itself, with the home folder for `~`.
    ///
    /// Nil where a name is found nowhere; whether a path leads to a program is not looked at.
    package static func find(
        _ program: String, path: String? = Environment.value("PATH"), home: String = Environment.home
    ) -> String? {
        if program.hasPrefix("~/") { return home + program.dropFirst() }
        if program.hasPrefix("/") { return program }
        // A login shell puts it first on most machines; a user manager does not know it.
        let own = home + "/.local/bin"
        let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
        return ([own] + folders).lazy.filter { $0.hasPrefix("/") }
            .map { $0 + "/" + program }.first(where: isProgram)
    }

    /// Whether this user can run the file.
    package static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
