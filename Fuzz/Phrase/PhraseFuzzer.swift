import FuzzProperties

private let reader = PhraseReader()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { reader.run(bytes, count) }
