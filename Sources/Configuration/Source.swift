import Host

/// The text of one file, and where its lines are.
struct Source {
    /// As people are told it.
    let name: String
    let bytes: [UInt8]
    /// Where each line begins; a file has at most 4 Mi of them.
    private let lineStarts: [UInt32]

    static let largest = 4 << 20
    private static let longestLine = 10_000

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        lineStarts =
            [UInt32(Source.markLength(bytes))]
            + bytes.indices.lazy.filter { bytes[$0] == 0x0A }.map { UInt32($0 + 1) }
    }

    /// Reads a file, or says in one problem why it cannot be read.
    static func read(_ path: String, limit: Int = largest) throws(Problem) -> Source {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.read(path, limit: limit)
        } catch {
            throw Problem(file: Places.short(path), line: 1, column: 1, kind: .unreadable(error))
        }
        return try read(bytes, from: path, limit: limit)
    }

    /// Takes the text that a file is to have as if it stood there already.
    static func read(_ bytes: [UInt8], from path: String, limit: Int = largest) throws(Problem) -> Source {
        let source = Source(name: Places.short(path), bytes: bytes)
        guard bytes.count <= limit else {
            throw source.problem(.unreadable(.tooLarge(limit: limit)), at: Mark(line: 1, column: 1))
        }
        try source.checkCharacters()
        return source
    }

    /// A problem in this file, with the line that it stands in.
    func problem(_ kind: Problem.Kind, at mark: Mark, isPrivate: Bool = false) -> Problem {
        Problem(
            file: name, line: mark.line, column: mark.column, kind: kind, sourceLine: line(mark.line),
            isPrivate: isPrivate)
    }

    /// The text of a line, counted from 1, without its end; nil for one that no person has written.
    ///
    /// A thousand problems may each ask for the same line of four million letters.
    func line(_ number: Int) -> String? {
        guard (1...lineStarts.count).contains(number) else { return nil }
        let start = Int(lineStarts[number - 1])
        let text = bytes[start...].prefix(Source.longestLine + 1).prefix { $0 != 0x0A && $0 != 0x0D }
        guard text.count <= Source.longestLine else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// How many lines there are, an empty one behind a last line end included.
    var lineCount: Int { lineStarts.count }

    /// The bytes of a line, counted from 1, with its end.
    func range(ofLine number: Int) -> Range<Int> {
        Int(lineStarts[number - 1])..<(number < lineStarts.count ? Int(lineStarts[number]) : bytes.count)
    }

    /// Where in the bytes a place lies; the end of its line where that is shorter.
    func offset(of mark: Mark) -> Int {
        let line = range(ofLine: min(mark.line, lineCount))
        var column = 0
        return line.first { index in
            // Every byte of UTF-8 but those that go on with a character begins one.
            if bytes[index] & 0xC0 != 0x80 { column += 1 }
            return column == mark.column
        } ?? line.upperBound
    }

    /// Refuses what is no text: broken UTF-8, NUL and other control characters, each at its place.
    private func checkCharacters() throws(Problem) {
        var line = 1
        var column = 1
        var endsWithReturn = false
        var decoder = UTF8()
        var iterator = bytes[Source.markLength(bytes)...].makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput:
                return
            case .error where endsWithReturn:
                throw problem(.controlCharacter(13), at: Mark(line: line, column: column - 1))
            case .error:
                throw problem(.notUTF8, at: Mark(line: line, column: column))
            case .scalarValue("\n"):
                endsWithReturn = false
                line += 1
                column = 1
            case .scalarValue(let scalar):
                // Among them the line ends of other days, which libyaml would count and no editor shows.
                guard !Source.isControl(scalar), !endsWithReturn else {
                    let number = endsWithReturn ? 13 : scalar.value
                    let place = endsWithReturn ? column - 1 : column
                    throw problem(.controlCharacter(number), at: Mark(line: line, column: place))
                }
                endsWithReturn = scalar == "\r"
                column += 1
            }
        }
    }
}

extension Source {
    /// How long a byte order mark at the beginning is; no column counts it.
    static func markLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }
}

/// A place in a file; both count from 1, columns in Unicode scalars.
struct Mark: Hashable {
    // Half as wide as they could be: every value of ten thousand rituals has two marks.
    private let storedLine: UInt32
    private let storedColumn: UInt32

    init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    var line: Int { Int(storedLine) }
    var column: Int { Int(storedColumn) }
}
