/* A disk whose flush fails when told to, and a record of what it would hold after a power cut.
 *
 *   gcc -O2 -shared -fPIC -o lying_disk.so lying_disk.c -ldl -lpthread
 *   LYING_DISK=/folder LYING_DISK_HOLDS=/elsewhere LYING_DISK_FAILS=/file LD_PRELOAD=./lying_disk.so program
 *
 * What is written to a file below LYING_DISK waits until that file is flushed, then goes to its twin below
 * LYING_DISK_HOLDS. While the file LYING_DISK_FAILS exists, fsync and fdatasync fail with EIO, and what waited is lost for
 * ever, although the program reads it back from the page cache: so Linux does it (wiki.postgresql.org/wiki/Fsync_Errors).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct change {
    char name[256]; /* of the file, below LYING_DISK */
    off_t at;       /* or the new length, when cut */
    size_t length;
    int cut;
    char *bytes;
    struct change *next;
};

static struct change *first, **last = &first;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name)                                                                                                     \
    static __typeof__(&name) real;                                                                                     \
    if (!real)                                                                                                         \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);

/* The file's name below LYING_DISK; 0 for every other file. */
static int name_of(int file, char *name)
{
    const char *disk = getenv("LYING_DISK");
    char link[64], path[512];
    if (!disk)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    size_t prefix = strlen(disk);
    if (strncmp(path, disk, prefix) || path[prefix] != '/' || strchr(path + prefix + 1, '/') ||
        strlen(path + prefix + 1) >= 256)
        return 0;
    strcpy(name, path + prefix + 1);
    return 1;
}

static void wait_for_flush(const char *name, const void *bytes, size_t length, off_t at, int cut)
{
    struct change *one = calloc(1, sizeof *one);
    strcpy(one->name, name);
    one->at = at;
    one->length = length;
    one->cut = cut;
    if (length) {
        one->bytes = malloc(length);
        memcpy(one->bytes, bytes, length);
    }
    pthread_mutex_lock(&turn);
    *last = one;
    last = &one->next;
    pthread_mutex_unlock(&turn);
}

static int cut(int file, off_t length)
{
    REAL(ftruncate64)
    return real(file, length);
}

static void hold(const struct change *one)
{
    REAL(pwrite64)
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("LYING_DISK_HOLDS"), one->name);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        abort();
    if (one->cut ? cut(file, one->at) : real(file, one->bytes, one->length, one->at) != (ssize_t)one->length)
        abort();
    close(file);
}

/* What waits for this file: onto the disk, or lost. */
static void settle(const char *name, int lost)
{
    pthread_mutex_lock(&turn);
    struct change **link = &first;
    while (*link) {
        struct change *one = *link;
        if (strcmp(one->name, name)) {
            link = &one->next;
            continue;
        }
        if (!lost)
            hold(one);
        *link = one->next;
        free(one->bytes);
        free(one);
    }
    last = &first;
    while (*last)
        last = &(*last)->next;
    pthread_mutex_unlock(&turn);
}

static int flush(int file, const char *call)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
    char name[256];
    if (!name_of(file, name))
        return real(file);
    int fails = access(getenv("LYING_DISK_FAILS"), F_OK) == 0;
    settle(name, fails);
    if (fails) {
        errno = EIO;
        return -1;
    }
    return 0; /* the twin is what is looked at: the real flush would only cost time */
}

int fsync(int file) { return flush(file, "fsync"); }

int fdatasync(int file) { return flush(file, "fdatasync"); }

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at)
{
    REAL(pwrite64)
    char name[256];
    ssize_t done = real(file, bytes, length, at);
    if (done > 0 && name_of(file, name))
        wait_for_flush(name, bytes, (size_t)done, at, 0);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return pwrite64(file, bytes, length, at); }

ssize_t write(int file, const void *bytes, size_t length)
{
    REAL(write)
    char name[256];
    ssize_t done = real(file, bytes, length);
    if (done > 0 && name_of(file, name))
        wait_for_flush(name, bytes, (size_t)done, lseek(file, 0, SEEK_CUR) - done, 0);
    return done;
}

int ftruncate64(int file, off_t length)
{
    REAL(ftruncate64)
    char name[256];
    int done = real(file, length);
    if (!done && name_of(file, name))
        wait_for_flush(name, NULL, 0, length, 1);
    return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path)
{
    REAL(unlink)
    const char *disk = getenv("LYING_DISK");
    size_t prefix = disk ? strlen(disk) : 0;
    if (prefix && !strncmp(path, disk, prefix) && path[prefix] == '/' && !strchr(path + prefix + 1, '/')) {
        char twin[1024];
        snprintf(twin, sizeof twin, "%s/%s", getenv("LYING_DISK_HOLDS"), path + prefix + 1);
        settle(path + prefix + 1, 1);
        real(twin);
    }
    return real(path);
}
