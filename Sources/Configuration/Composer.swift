import CYAML

/// Builds the tree of a YAML file out of libyaml's events.
///
/// libyaml's own tree is not used: depth, aliases, repeated keys and tags are looked at here while it is
/// read, so that a hostile file costs no more than an honest one.
struct Composer {
    static let deepest = 32
    /// How many nodes the aliases of one file may stand for, all together.
    private static let aliasLimit = 100_000

    private let source: Source
    private var anchors: [String: (node: Node, weight: Int)?] = [:]
    private var aliasWeight = 0
    private var depth = 0
    /// What is wrong without keeping the rest from being read.
    private(set) var problems: [Problem] = []

    private init(source: Source) {
        self.source = source
    }

    /// The root of a file, nil where it is empty, and the problems that do not keep it from being read
    /// further.
    static func compose(_ source: Source) throws(Problem) -> (root: Node?, problems: [Problem]) {
        var composer = Composer(source: source)
        let result = source.bytes.withUnsafeBufferPointer { bytes -> Result<Node?, Problem> in
            do throws(Problem) {
                return .success(try composer.document(bytes))
            } catch {
                return .failure(error)
            }
        }
        return (try result.get(), composer.problems)
    }

    private mutating func document(_ bytes: UnsafeBufferPointer<UInt8>) throws(Problem) -> Node? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            throw source.problem(.syntax("out of memory"), at: Mark(line: 1, column: 1))
        }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        // Told its encoding, libyaml takes a byte order mark for text.
        let text = UnsafeBufferPointer(rebasing: bytes[Source.markLength(source.bytes)...])
        yaml_parser_set_input_string(&parser, text.baseAddress, text.count)

        var root: Node?
        while true {
            var event = try nextEvent(&parser)
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT:
                continue
            case YAML_DOCUMENT_START_EVENT:
                guard root == nil else {
                    throw source.problem(.secondDocument, at: Composer.mark(event.start_mark))
                }
            case YAML_STREAM_END_EVENT:
                return root
            default:
                root = try node(from: event, &parser).node
            }
        }
    }

    private mutating func nextEvent(_ parser: inout yaml_parser_t) throws(Problem) -> yaml_event_t {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else {
            let words = parser.problem.map { String(cString: $0) } ?? "unknown trouble"
            throw source.problem(.syntax(words), at: Composer.mark(parser.problem_mark))
        }
        return event
    }

    private static func mark(_ mark: yaml_mark_t) -> Mark {
        Mark(line: mark.line + 1, column: mark.column + 1)
    }

    /// The node that an event begins, and how many nodes it stands for.
    private mutating func node(from event: yaml_event_t, _ parser: inout yaml_parser_t) throws(Problem) -> (
        node: Node, weight: Int
    ) {
        let mark = Composer.mark(event.start_mark)
        switch event.type {
        case YAML_ALIAS_EVENT:
            return try alias(String(cString: event.data.alias.anchor), at: mark)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(tag: scalar.tag, at: mark)
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let node = Node(value: .scalar(text), mark: mark, end: Composer.mark(event.end_mark))
            // A long text behind an alias is read anew at each place.
            let weight = 1 + scalar.length / 64
            remember(scalar.anchor, node, weight: weight)
            return (node, weight)
        case YAML_SEQUENCE_START_EVENT:
            try refuse(tag: event.data.sequence_start.tag, at: mark)
            return try collection(anchor: event.data.sequence_start.anchor, at: mark, &parser) {
                composer, parser throws(Problem) in
                try composer.sequence(&parser)
            }
        case YAML_MAPPING_START_EVENT:
            try refuse(tag: event.data.mapping_start.tag, at: mark)
            return try collection(anchor: event.data.mapping_start.anchor, at: mark, &parser) {
                composer, parser throws(Problem) in
                try composer.mapping(&parser)
            }
        default:
            throw source.problem(.syntax("this cannot stand here"), at: mark)
        }
    }

    private mutating func collection(
        anchor: UnsafeMutablePointer<yaml_char_t>?, at mark: Mark, _ parser: inout yaml_parser_t,
        contents: (inout Composer, inout yaml_parser_t) throws(Problem) -> Contents
    ) throws(Problem) -> (node: Node, weight: Int) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Composer.deepest else {
            throw source.problem(.tooDeep(limit: Composer.deepest), at: mark)
        }
        if let anchor { anchors[String(cString: anchor)] = .some(nil) }
        let contents = try contents(&self, &parser)
        let node = Node(value: contents.value, mark: mark, end: contents.end)
        remember(anchor, node, weight: contents.weight + 1)
        return (node, contents.weight + 1)
    }

    /// What a collection holds, how many nodes that is, and where it ends.
    private typealias Contents = (value: Node.Value, weight: Int, end: Mark)

    private mutating func sequence(_ parser: inout yaml_parser_t) throws(Problem) -> Contents {
        var items: [Node] = []
        var weight = 0
        while true {
            var event = try nextEvent(&parser)
            defer { yaml_event_delete(&event) }
            guard event.type != YAML_SEQUENCE_END_EVENT else {
                return (.sequence(items), weight, Composer.mark(event.end_mark))
            }
            let item = try node(from: event, &parser)
            items.append(item.node)
            weight += item.weight
        }
    }

    private mutating func mapping(_ parser: inout yaml_parser_t) throws(Problem) -> Contents {
        var entries: [Node.Entry] = []
        var places: [String: Mark] = [:]
        var weight = 0
        while true {
            var event = try nextEvent(&parser)
            defer { yaml_event_delete(&event) }
            guard event.type != YAML_MAPPING_END_EVENT else {
                return (.mapping(entries), weight, Composer.mark(event.end_mark))
            }
            let key = try node(from: event, &parser)
            var valueEvent = try nextEvent(&parser)
            defer { yaml_event_delete(&valueEvent) }
            let value = try node(from: valueEvent, &parser)
            weight += key.weight + value.weight
            guard case .scalar(let name) = key.node.value else {
                try report(.notAText("a key"), at: key.node.mark)
                continue
            }
            if let first = places.updateValue(key.node.mark, forKey: name) {
                try report(
                    .duplicateKey(name, first: "\(source.name):\(first.line):\(first.column)"),
                    at: key.node.mark)
                continue
            }
            entries.append(Node.Entry(key: name, keyMark: key.node.mark, value: value.node))
        }
    }

    private mutating func report(_ kind: Problem.Kind, at mark: Mark) throws(Problem) {
        guard problems.count < Problem.most else {
            throw source.problem(.tooManyProblems(limit: Problem.most), at: mark)
        }
        problems.append(source.problem(kind, at: mark))
    }

    private mutating func alias(_ name: String, at mark: Mark) throws(Problem) -> (node: Node, weight: Int) {
        guard let known = anchors[name] else { throw source.problem(.unknownAlias(name), at: mark) }
        guard let (node, weight) = known else { throw source.problem(.aliasInItself(name), at: mark) }
        aliasWeight += weight
        guard aliasWeight <= Composer.aliasLimit else { throw source.problem(.aliasesGrow, at: mark) }
        return (node, weight)
    }

    private mutating func remember(_ anchor: UnsafeMutablePointer<yaml_char_t>?, _ node: Node, weight: Int) {
        guard let anchor else { return }
        anchors[String(cString: anchor)] = .some((node, weight))
    }

    /// `!`, the one tag that says "text", is let pass.
    private func refuse(tag: UnsafeMutablePointer<yaml_char_t>?, at mark: Mark) throws(Problem) {
        guard let tag else { return }
        let name = String(cString: tag)
        guard name == "!" || name == "tag:yaml.org,2002:str" else {
            throw source.problem(.tag(name), at: mark)
        }
    }
}
