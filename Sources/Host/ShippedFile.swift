/// What is installed beside the program.
package enum ShippedFile {
    /// Where something that comes with the program may be, the likeliest first.
    ///
    /// `name` is that under `PREFIX/share/rituald`; `source` where it stands in the sources, for a program that
    /// was built and not installed.
    package static func places(of name: String, source: String) -> [String] {
        guard let program = SymbolicLink.target(of: "/proc/self/exe") else { return [] }
        return places(of: name, source: source, besides: program)
    }

    package static func places(of name: String, source: String, besides program: String) -> [String] {
        let folders = program.folder.split(separator: "/", omittingEmptySubsequences: false)
        let installed = folders.dropLast() + ["share", "rituald", Substring(name)]
        let built = folders.lastIndex(of: ".build").map { folders[..<$0] + [Substring(source)] }
        return [installed, built].compactMap { $0?.joined(separator: "/") }
    }
}
