import ArgumentParser

/// A command of a later version.
protocol UnavailableCommand: ParsableCommand {}

extension UnavailableCommand {
    static func refused(_ name: String) -> CommandConfiguration {
        CommandConfiguration(commandName: name, shouldDisplay: false)
    }

    func validate() throws {
        throw ValidationError("`\(Self._commandName)` can't be used yet in this version")
    }
}

struct ImportCommand: UnavailableCommand {
    static let configuration = refused("import")

    @Argument(parsing: .captureForPassthrough, help: .hidden) var words: [String] = []
}

struct WatchCommand: UnavailableCommand {
    static let configuration = refused("watch")

    @Argument(parsing: .captureForPassthrough, help: .hidden) var words: [String] = []
}
