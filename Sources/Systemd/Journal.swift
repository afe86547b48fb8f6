import CSystemd
import Glibc

/// The system's journal, by its native protocol (systemd.journal-fields(7)).
package enum Journal {
    /// Sends one entry; false where the journal did not take it.
    @discardableResult
    package static func send(_ fields: [(name: String, value: String)]) -> Bool {
        let texts = fields.map { Array("\($0.name)=\($0.value)".utf8) }
        func withVectors(_ index: Int, _ vectors: inout [iovec]) -> Int32 {
            guard index < texts.count else { return sd_journal_sendv(vectors, Int32(vectors.count)) }
            return texts[index].withUnsafeBytes { bytes in
                vectors.append(
                    iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
                return withVectors(index + 1, &vectors)
            }
        }
        var vectors: [iovec] = []
        return withVectors(0, &vectors) >= 0
    }

    /// Whether standard error goes to the journal, as a service's does (systemd.exec(5), `$JOURNAL_STREAM`).
    package static var isStandardError: Bool {
        guard let variable = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: variable) == "\(status.st_dev):\(status.st_ino)"
    }
}
