import CLinux
import Glibc

/// A program that this process has started itself.
package struct ChildProcess: Sendable {
    /// Its number, which is that of its session and of its process group too.
    package let id: pid_t
    /// Becomes readable when the program has ended (pidfd_open(2)); to be closed by the caller.
    package let descriptor: Int32

    /// How a program ended.
    package enum End: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    /// Starts a program as a user's shell would: no signal blocked or ignored, no descriptor of this process
    /// open, in a session of its own.
    ///
    /// It reads from `input`, or nothing where that is nil, and what it writes is thrown away. `environment`
    /// has an assignment each.
    package init(
        _ path: String, _ arguments: [String], environment: [String], input: Int32?
    ) throws(SystemError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let nothing = "/dev/null"
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, nothing, O_RDONLY, 0)
        }
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, nothing, O_WRONLY, 0)
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | rituald_spawn_setsid
        posix_spawnattr_setflags(&attributes, flags)

        var id: pid_t = 0
        let code = ChildProcess.withTexts(arguments) { arguments in
            ChildProcess.withTexts(environment) {
                posix_spawn(&id, path, &actions, &attributes, arguments, $0)
            }
        }
        guard code == 0 else { throw SystemError("posix_spawn", path, code: code) }
        let descriptor = rituald_pidfd_open(id)
        guard descriptor >= 0 else {
            let error = SystemError("pidfd_open", path)
            kill(-id, SIGKILL)
            var status: Int32 = 0
            waitpid(id, &status, 0)
            throw error
        }
        self.id = id
        self.descriptor = descriptor
    }

    /// Ends the program and all of its group at once.
    package func end() {
        kill(-id, SIGKILL)
    }

    /// How it ended; nil where it runs still.
    ///
    /// To be asked once after its end.
    package func collect() -> End? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        // wait(2): the low seven bits are the signal, the next byte is the status.
        let signal = status & 0x7F
        return signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
    }

    /// A list of texts as execve(2) takes it.
    private static func withTexts<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
