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
        _ = dl_iterate_phdr(
            { info, _, _ in
                // The first object is the program itself (dl_iterate_phdr(3)).
                guard let info else { return 1 }
                for index in 0..<Int(info.pointee.dlpi_phnum) {
                    let header = info.pointee.dlpi_phdr[index]
                    // What can be written may have been, and would be lost.
                    guard header.p_type == PT_LOAD, header.p_flags & UInt32(PF_W) == 0 else { continue }
                    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
                    let begin = (UInt(info.pointee.dlpi_addr) + UInt(header.p_vaddr)) & ~(page - 1)
                    let end = UInt(info.pointee.dlpi_addr) + UInt(header.p_vaddr) + UInt(header.p_memsz)
                    madvise(UnsafeMutableRawPointer(bitPattern: begin), Int(end - begin), MADV_DONTNEED)
                }
                return 1
            }, nil)
    }
}
