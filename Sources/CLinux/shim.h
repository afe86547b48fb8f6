#pragma once
/* What Swift's Glibc module leaves out. */
#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/xattr.h>
#include <wchar.h>
/* <wchar.h> declares it only for X/Open programs. */
extern int wcwidth(wchar_t);
/* The macro ElfW picks the machine's own. */
typedef ElfW(Phdr) program_header;
