#pragma once
#include <errno.h>
/* What Swift's Glibc module leaves out. */
#include <link.h>
#include <malloc.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <wchar.h>
/* <wchar.h> declares it only for X/Open programs. */
extern int wcwidth(wchar_t);
/* The macro ElfW picks the machine's own. */
typedef ElfW(Phdr) program_header;

/* Declared only for GNU programs, which Swift's are not. */
extern int memfd_create(const char *, unsigned);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
static const unsigned rituald_memfd_cloexec = 1;
static const short rituald_spawn_setsid = 0x80;

/* glibc has it since 2.36; a variadic function does not reach Swift. */
static inline int rituald_pidfd_open(int process) {
        return (int) syscall(SYS_pidfd_open, process, 0);
}

#include <stdio.h>

/// Hands what was printed to the kernel; 0 if all of it, ever since the start, has got there, else an errno(3).
static inline int rituald_finish_output(void) {
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    /* What failed earlier has left its mark and not its reason. */
    return errno ? errno : EIO;
}
