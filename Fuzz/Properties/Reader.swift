/// One of the readers of what others write, and all that must hold whatever it is given.
package protocol Reader: Sendable {
    /// That of its folders in `Fuzz/Seeds` and `Fuzz/Found`.
    static var name: String { get }

    init()

    /// Gives it some bytes; throws where it breaks a promise, and traps where it traps.
    func check(_ bytes: [UInt8]) throws(Broken)
}

extension Reader {
    /// What libFuzzer calls with each input: a broken promise ends the program as a trap does.
    package func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        do {
            try check(Array(UnsafeBufferPointer(start: bytes, count: count)))
        } catch {
            fatalError(error.description)
        }
        return 0
    }
}
