extension Zone {
    /// Reads a compiled time-zone file, version 1 to 4 (RFC 8536, tzfile(5)).
    ///
    /// Every count and index is checked against the bytes that are there, so that a damaged or hostile file
    /// throws and never traps.
    package init(tzif bytes: [UInt8], identifier: String) throws(InvalidZone) {
        var reader = TZifReader(bytes: bytes)
        var header = try reader.header()
        var wide = false
        if header.version >= 0x32 {
            // Version 2 and later say it all again with 64-bit times, after the 32-bit block.
            try reader.skip(header.blockLength(timeSize: 4))
            header = try reader.header()
            wide = true
        }
        guard header.leapCount == 0 else { throw .leapSeconds }
        guard header.typeCount > 0, header.typeCount <= 256 else { throw .outOfRange }

        let times = try reader.times(count: header.timeCount, wide: wide)
        let indices = try reader.take(header.timeCount)
        var offsets: [Int] = []
        for _ in 0..<header.typeCount {
            let offset = try reader.signed32()
            // RFC 8536 section 3.2: more than -25 hours, less than 26.
            guard offset > -90_000, offset < 93_600 else { throw .outOfRange }
            offsets.append(offset)
            try reader.skip(2)
        }
        try reader.skip(header.charCount + header.standardCount + header.utCount)
        let footer = wide ? try reader.footer() : nil

        // tzfile(5) names -2**59 as the earliest time that a file should have; sums and differences stay in range.
        let farthest = 1 << 60
        var transitions: [Transition] = []
        var before = offsets[0]
        var previous = Int.min
        for (time, index) in zip(times, indices) {
            guard time > previous else { throw .unordered }
            guard (-farthest...farthest).contains(time) else { throw .outOfRange }
            guard Int(index) < offsets.count else { throw .outOfRange }
            let after = offsets[Int(index)]
            // A change of name or of the summer-time mark alone moves no clock.
            // The last is where the rule takes over, whatever it changes.
            let isLast = footer?.summer != nil && time == times.last
            if after != before || isLast {
                transitions.append(Transition(at: time, before: before, after: after))
            }
            before = after
            previous = time
        }
        // Changes that overlap would show some times three times, which no clock does.
        for (one, next) in zip(transitions, transitions.dropFirst())
        where next.at - one.at <= max(abs(one.shift), abs(next.shift)) {
            throw .outOfRange
        }
        if let footer, let last = times.last {
            // RFC 8536 section 3.3: the rule goes on from the last change.
            let offset = footer.lastTransition(through: last)?.after ?? footer.standardOffset
            guard offset == before else { throw .invalidRule }
        }
        self.init(identifier: identifier, initialOffset: offsets[0], transitions: transitions, footer: footer)
    }
}

/// Walks through the bytes of a TZif file and never past their end.
private struct TZifReader {
    struct Header {
        let version: UInt8
        let utCount, standardCount, leapCount, timeCount, typeCount, charCount: Int

        func blockLength(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + charCount + leapCount * (timeSize + 4)
                + standardCount + utCount
        }
    }

    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) throws(InvalidZone) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int) throws(InvalidZone) {
        _ = try take(count)
    }

    mutating func signed32() throws(InvalidZone) -> Int {
        Int(Int32(truncatingIfNeeded: try take(4).reduce(0) { $0 << 8 | Int($1) }))
    }

    mutating func count() throws(InvalidZone) -> Int {
        let value = try signed32()
        guard value >= 0 else { throw .outOfRange }
        return value
    }

    mutating func header() throws(InvalidZone) -> Header {
        guard bytes.count - position >= 4 else { throw .notTZif }
        guard try take(4).elementsEqual("TZif".utf8) else { throw .notTZif }
        let version = try take(1).first ?? 0
        try skip(15)
        return Header(
            version: version, utCount: try count(), standardCount: try count(), leapCount: try count(),
            timeCount: try count(), typeCount: try count(), charCount: try count())
    }

    mutating func times(count: Int, wide: Bool) throws(InvalidZone) -> [Int] {
        let size = wide ? 8 : 4
        let block = try take(count * size)
        return (0..<count).map { index in
            let start = block.startIndex + index * size
            let bits = block[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return wide ? Int(Int64(bitPattern: bits)) : Int(Int32(truncatingIfNeeded: bits))
        }
    }

    /// The text between two newlines at the end of the file; an empty one says that nothing is known of later
    /// years.
    mutating func footer() throws(InvalidZone) -> PosixRule? {
        guard try take(1).first == 0x0A else { throw .invalidRule }
        guard let end = bytes[position...].firstIndex(of: 0x0A) else { throw .truncated }
        let text = bytes[position..<end]
        guard !text.isEmpty else { return nil }
        guard let rule = PosixRule(parsing: String(decoding: text, as: UTF8.self)) else { throw .invalidRule }
        return rule
    }
}
