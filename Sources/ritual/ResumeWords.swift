import Rituals

/// How a pause is ended.
enum ResumeWords {
    /// What to type to end one, in backquotes.
    static func command(for scope: Pause.Scope) -> String {
        let names = scope.isWide ? [] : scope.names.map(\.description)
        return "`\((["ritual resume"] + names).joined(separator: " "))`"
    }

    /// What is still paused, a sentence each.
    static func rest(_ pauses: [Status.PauseEntry], _ present: Present) -> [String] {
        pauses.map { pause in
            let names = pause.scope.names.map(\.description).joined(separator: ", ")
            let what =
                switch pause.scope {
                case .all: "The others stay paused"
                case .allBut: "All but \(names) stay paused"
                case .only(let rituals): "\(names) \(rituals.count == 1 ? "stays" : "stay") paused"
                }
            let until = pause.until.map { " until \(present.moment($0))" } ?? ""
            return "\(what)\(until): \(command(for: pause.scope)) ends that."
        }
    }
}
