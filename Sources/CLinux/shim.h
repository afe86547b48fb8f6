#pragma once
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
