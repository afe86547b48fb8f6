#!/usr/bin/python3
"""Tries what each line of the service's sandbox forbids, and prints `held LINE` or `free LINE`.

Run in the sandbox every line must be held; run outside, those that a user may do at all must be free: so a probe that cannot fail
is found out.
"""
import ctypes
import errno
import mmap
import os
import socket
import sys
import tempfile

libc = ctypes.CDLL(None, use_errno=True)
outside_file, state = sys.argv[1:3]


def probe(line, is_free):
    try:
        free = is_free()
    except OSError as error:
        free = error.errno not in (errno.EPERM, errno.EACCES, errno.EROFS, errno.EAFNOSUPPORT, errno.ENOENT, errno.ESRCH)
    print("free" if free else "held", line)


def succeeds(function, *arguments):
    """A call to the C library that returns a negative number where it fails."""
    result = getattr(libc, function)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), function)
    return True


def writes(path):
    with open(path, "w") as file:
        file.write("x")
    os.unlink(path)
    return True


def is_writable_mount(path):
    return not os.statvfs(path).f_flag & os.ST_RDONLY


def field(name):
    with open("/proc/self/status") as status:
        return next(line.split()[1] for line in status if line.startswith(name + ":"))


def makes_executable_memory():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    return True


def sets_user_bit():
    with tempfile.NamedTemporaryFile(dir=state) as file:
        os.chmod(file.name, 0o4700)
    return True


probe("PrivateUsers", lambda: os.stat("/etc/passwd").st_uid == 0)
probe("ProtectSystem", lambda: is_writable_mount("/usr") and is_writable_mount("/var/tmp"))
probe("ProtectHome", lambda: writes(os.path.expanduser("~/probe")))
probe("PrivateTmp", lambda: os.path.exists(outside_file))
probe("NoNewPrivileges", lambda: field("NoNewPrivs") == "0")
probe("CapabilityBoundingSet", lambda: int(field("CapBnd"), 16) != 0)
probe("ProtectKernelTunables", lambda: is_writable_mount("/proc/sys/kernel/printk") and is_writable_mount("/proc/sysrq-trigger"))
probe("ProtectKernelModules", lambda: os.listdir("/usr/lib/modules") is not None)
probe("ProtectControlGroups", lambda: is_writable_mount("/sys/fs/cgroup"))
# adjtimex(2) without a mode only reads, which every user may do.
probe("ProtectClock", lambda: succeeds("adjtimex", ctypes.create_string_buffer(256)))
probe("ProtectHostname", lambda: os.readlink("/proc/self/ns/uts") == sys.argv[3])
probe("RestrictAddressFamilies", lambda: bool(socket.socket(socket.AF_INET, socket.SOCK_STREAM)))
probe("RestrictNamespaces", lambda: succeeds("unshare", 0x10000000))  # CLONE_NEWUSER
probe("RestrictRealtime", lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)) is None
      and os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1)) is None)
probe("RestrictSUIDSGID", sets_user_bit)
probe("LockPersonality", lambda: succeeds("personality", 0x0040000))  # ADDR_NO_RANDOMIZE
probe("MemoryDenyWriteExecute", makes_executable_memory)
# Each filter is a program of the kernel's: here are more of them than the box itself has.
probe("SystemCallArchitectures", lambda: int(field("Seccomp_filters")) <= int(sys.argv[4]))
probe("SystemCallFilter", lambda: succeeds("ptrace", 0, 0, 0, 0))  # PTRACE_TRACEME: @debug, not @system-service
probe("SystemCallFilter~@resources", lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)) is None)
probe("UMask", lambda: os.umask(0) != 0o077)
print("free" if writes(state + "/probe") else "held", "ReadWritePaths")
