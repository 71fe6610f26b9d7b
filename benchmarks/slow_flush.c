/* A disk whose flush takes SLOW_FLUSH_US microseconds: preloaded, it delays fsync and fdatasync and then calls them.
 *
 *   gcc -O2 -shared -fPIC -o slow_flush.so slow_flush.c -ldl
 *   SLOW_FLUSH_US=2000 LD_PRELOAD=./slow_flush.so python -m server
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void delay(void)
{
    const char *text = getenv("SLOW_FLUSH_US");
    long us = text ? atol(text) : 2000;
    struct timespec wait = {us / 1000000, (us % 1000000) * 1000};
    while (nanosleep(&wait, &wait) != 0) {
    }
}

int fsync(int file)
{
    static int (*real)(int);
    if (!real) {
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    }
    delay();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (!real) {
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    }
    delay();
    return real(file);
}
