/// A value of a YAML file, and where it stands.
struct Node {
    struct Entry {
        let key: String
        let keyMark: Mark
        let value: Node
    }

    enum Value {
        /// Text, whatever it looks like: `07:30`, `no` and `010` have no meaning of their own.
        case scalar(String)
        case sequence([Node])
        case mapping([Entry])
    }

    let value: Value
    let mark: Mark
    /// Just behind it; of a collection in block style, wherever the next thing begins.
    let end: Mark

    /// A text without letters, as behind `title:` with nothing there.
    var isEmpty: Bool {
        if case .scalar("") = value { true } else { false }
    }
}
