/// Writes compiled time zones (RFC 8536), so that none of the machine's is read.
package struct TZifFile {
    /// Seconds east of UTC; the first holds before all changes.
    package var offsets: [Int]
    /// When an offset begins to hold, and its place among the offsets.
    package var changes: [(at: Int, offset: Int)]
    /// The rule for what comes after the changes; empty where there is none.
    package var footer: String

    package init(offsets: [Int], changes: [(at: Int, offset: Int)] = [], footer: String = "") {
        self.offsets = offsets
        self.changes = changes
        self.footer = footer
    }

    /// Version 2, whose first block is as small as can be.
    package var bytes: [UInt8] {
        var bytes = header(times: 0, types: 1)
        bytes += [0, 0, 0, 0, 0, 0] + [0]
        bytes += header(times: changes.count, types: offsets.count)
        for change in changes { bytes += TZifFile.bigEndian(change.at, 8) }
        bytes += changes.map { UInt8($0.offset) }
        for offset in offsets { bytes += TZifFile.bigEndian(offset, 4) + [0, 0] }
        return bytes + [0] + Array("\n\(footer)\n".utf8)
    }

    private func header(times: Int, types: Int) -> [UInt8] {
        let counts = [0, 0, 0, times, types, 1].flatMap { TZifFile.bigEndian($0, 4) }
        return Array("TZif2".utf8) + Array(repeating: 0, count: 15) + counts
    }

    private static func bigEndian(_ number: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * (size - 1 - $0))) }
    }
}
