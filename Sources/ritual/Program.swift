import Glibc
import Host

/// Runs other programs, which share our terminal.
enum Program {
    /// Runs one that `PATH` finds, to its end; its exit status, or as shells have it 128 and the number of the
    /// signal that ended it.
    static func run(_ arguments: [String], isQuiet: Bool = false) throws(SystemError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if isQuiet {
            for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // What is ignored here, see `runEditor`, is not to be ignored there.
        for signal in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        fflush(nil)
        let vector = arguments.map { strdup($0) }
        defer { for argument in vector { free(argument) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, arguments[0], &actions, &attributes, vector + [nil], environ)
        guard failure == 0 else { throw SystemError("posix_spawn", arguments[0], code: failure) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw SystemError("waitpid", arguments[0]) }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Runs one that has the terminal to itself: Ctrl-C is its matter, not ours.
    static func runEditor(_ arguments: [String]) throws(SystemError) -> Int32 {
        let old = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in old { signal(number, handler) } }
        return try run(arguments)
    }
}
