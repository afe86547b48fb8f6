import Foundation
import TestSupport

/// The ledger's files, in the hands of somebody who knows nothing of the program.
extension TemporaryFolder {
    private var names: [String] { ["", "-wal", "-shm"] }

    private func file(_ suffix: String) -> String { path + "/ledger.sqlite" + suffix }

    /// As they are: between two transactions they make a whole ledger.
    var ledgerFiles: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for suffix in ["", "-wal"] {
            if let data = FileManager.default.contents(atPath: file(suffix)) { files[suffix] = Array(data) }
        }
        return files
    }

    /// Puts files in the place of those that are there, each beside it first.
    func restore(_ files: [String: [UInt8]]) throws {
        for suffix in names { try? FileManager.default.removeItem(atPath: file(suffix)) }
        for (suffix, bytes) in files { try write(Data(bytes), to: "ledger.sqlite" + suffix) }
    }

    func removeLedger(_ suffixes: [String]) throws {
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: file(suffix)) }
    }
}
