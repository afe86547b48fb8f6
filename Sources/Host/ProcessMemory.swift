import CLinux
import Glibc

/// What this process holds of the machine's memory.
package enum ProcessMemory {
    /// Has the allocator keep one pool for all of Dispatch's threads, which come and go, and not ask the
    /// kernel at each ring for what it has just given back (mallopt(3)); to be called before anything else.
    package static func useOnePool() {
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_TRIM_THRESHOLD, 512 * 1024)
        mallopt(M_TOP_PAD, 16 * 1024)
    }

    /// Gives back what only the start needed: freed memory, and the pages of the program's own code.
    ///
    /// A reminder daemon starts once and then sleeps for hours. Code that is run again comes back out of the
    /// page cache by itself, in some microseconds a page.
    package static func giveBackTheStart() {
        malloc_trim(0)
        guard let headers = programHeaders(), let own = headers.first(where: { $0.p_type == PT_PHDR }) else {
            return
        }
        let loadedAt = UInt(getauxval(UInt(AT_PHDR))) - UInt(own.p_vaddr)
        let page = UInt(getauxval(UInt(AT_PAGESZ)))
        // What can be written may have been, and would be lost.
        for header in headers where header.p_type == PT_LOAD && header.p_flags & UInt32(PF_W) == 0 {
            let start = loadedAt + UInt(header.p_vaddr)
            let begin = start & ~(page - 1)
            madvise(
                UnsafeMutableRawPointer(bitPattern: begin), Int(start + UInt(header.p_memsz) - begin),
                MADV_DONTNEED)
        }
    }

    /// How the kernel has laid out the program itself (elf(5), getauxval(3)).
    private static func programHeaders() -> UnsafeBufferPointer<program_header>? {
        guard
            let first = UnsafePointer<program_header>(bitPattern: UInt(getauxval(UInt(AT_PHDR)))),
            getauxval(UInt(AT_PHENT)) == MemoryLayout<program_header>.stride
        else { return nil }
        return UnsafeBufferPointer(start: first, count: Int(getauxval(UInt(AT_PHNUM))))
    }
}
