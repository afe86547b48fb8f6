#pragma once
/* What Swift's Glibc module leaves out. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <link.h>
#include <malloc.h>
#include <sys/file.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/xattr.h>
#include <wchar.h>
/* <wchar.h> declares it only for X/Open programs. */
extern int wcwidth(wchar_t);
