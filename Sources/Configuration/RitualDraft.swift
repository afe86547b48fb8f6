import Rituals

/// A ritual that is to be written into a file.
package struct RitualDraft: Sendable {
    package let id: Ritual.ID
    package var title: String?
    package var say: String?
    /// The deck that it draws from.
    package var prompts: String?
    /// As a person has said it; it stands in the file so.
    package var when: String
    /// The date that it counts from, likewise.
    package var starting: String?
    package var isPrivate = false
    package var urgency = Ritual.Urgency.normal
    /// Notes to stand above it, a line each.
    package var notes: [String] = []

    package init(
        id: Ritual.ID, title: String? = nil, say: String? = nil, prompts: String? = nil, when: String,
        starting: String? = nil,
        isPrivate: Bool = false,
        urgency: Ritual.Urgency = .normal, notes: [String] = []
    ) {
        self.id = id
        self.title = title
        self.say = say
        self.prompts = prompts
        self.when = when
        self.starting = starting
        self.isPrivate = isPrivate
        self.urgency = urgency
        self.notes = notes
    }

    private var entries: [(key: String, text: String)] {
        var entries: [(key: String, text: String)] = []
        if let title { entries.append(("title", title)) }
        if let say { entries.append(("say", say)) }
        if let prompts { entries.append(("prompts", prompts)) }
        entries.append(("when", when))
        if let starting { entries.append(("starting", starting)) }
        if urgency != .normal { entries.append(("urgency", urgency.name)) }
        if isPrivate { entries.append(("private", "true")) }
        return entries
    }

    /// The lines in block style, `indent` columns in, and what is in the ritual `step` further.
    package func lines(indent: Int = 2, step: Int = 2) -> [String] {
        let outer = String(repeating: " ", count: indent)
        let inner = outer + String(repeating: " ", count: step)
        return notes.map { "\(outer)# \($0)" } + ["\(outer)\(id):"]
            + entries.map { "\(inner)\($0.key): \(YAMLScalar.text($0.text, in: .block))" }
    }

    /// On one line, in braces.
    func flow(_ style: YAMLScalar.Style) -> String {
        let fields = entries.map { entry in
            let text =
                style == .json && entry.key == "private" ? entry.text : YAMLScalar.text(entry.text, in: style)
            return "\(YAMLScalar.text(entry.key, in: style)): \(text)"
        }
        return "\(YAMLScalar.text(id.description, in: style)): {\(fields.joined(separator: ", "))}"
    }
}
