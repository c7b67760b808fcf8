"""Watch a process and all that it starts: which addresses it turns to and what it writes.

The kernel itself tells (seccomp's user notifications, Linux 5.9 or newer): nothing is preloaded, so
static programs such as ffmpeg are seen too, and nothing but Python is needed. Each call goes on as
it would have: only looked at, never answered.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RECEIVE, ANSWER = 0xC0502100, 0xC0182101  # ioctls of linux/seccomp.h
NOTICE, GO_ON = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
CONTINUE = 1
FOREIGN = "calls of another machine's kind"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
HERE = -100  # AT_FDCWD

# By machine: how an audit names it, seccomp(2) itself, and every call that is looked at.
MACHINES = {
    "x86_64": (0xC000003E, 317, {
        "socket": 41, "connect": 42, "open": 2, "creat": 85, "openat": 257, "openat2": 437,
        "mkdir": 83, "mkdirat": 258, "rename": 82, "renameat": 264, "renameat2": 316,
        "link": 86, "linkat": 265, "symlink": 88, "symlinkat": 266, "mknod": 133, "mknodat": 259,
        "io_uring_setup": 425,
    }),
    "aarch64": (0xC00000B7, 277, {
        "socket": 198, "connect": 203, "openat": 56, "openat2": 437, "mkdirat": 34,
        "renameat": 38, "renameat2": 276, "linkat": 37, "symlinkat": 36, "mknodat": 33,
        "io_uring_setup": 425,
    }),
}  # fmt: skip
# Which argument is the path that is made, and which is the folder it is relative to.
PATHS = {
    "open": (0, None), "creat": (0, None), "openat": (1, 0), "openat2": (1, 0),
    "mkdir": (0, None), "mkdirat": (1, 0), "rename": (1, None), "renameat": (3, 2),
    "renameat2": (3, 2), "link": (1, None), "linkat": (3, 2), "symlink": (1, None),
    "symlinkat": (2, 1), "mknod": (0, None), "mknodat": (1, 0),
}  # fmt: skip


@dataclass
class Watched:
    """What was seen of a process and of all that it started."""

    calls: list[str] = field(default_factory=list)  # to the network, each with who made it
    written: set[str] = field(default_factory=set)  # paths, absolute
    code: int | None = None
    out: str = ""
    err: str = ""

    def written_outside(self, *folders: Path) -> list[str]:
        """What was written that lies in none of `folders`; a device is no file."""
        inside = tuple(f"{folder}/" for folder in (*folders, "/dev/null", "/dev/tty", "/proc"))
        return sorted(path for path in self.written if not f"{path}/".startswith(inside))


def can_watch() -> bool:
    """Whether this kernel and this machine let themselves be watched."""
    actions = Path("/proc/sys/kernel/seccomp/actions_avail")
    return (
        sys.platform == "linux"
        and platform.machine() in MACHINES
        and actions.exists()
        and "user_notif" in actions.read_text().split()
    )


def watch(words: Sequence[object], *, cwd: Path, env: Mapping[str, str]) -> Watched:
    """Run `words` to their end, and say what was seen."""
    watched = Watched()
    ours, theirs = socket.socketpair()
    launch = [sys.executable, "-S", "-E", __file__, str(theirs.fileno()), *map(str, words)]
    with ours, subprocess.Popen(
        launch, cwd=cwd, env=dict(env), pass_fds=[theirs.fileno()], text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        theirs.close()
        _, fds, _, _ = socket.recv_fds(ours, 1, 1)
        with _listening(fds[0], watched):
            watched.out, watched.err = process.communicate()
        watched.code = process.returncode
    return watched


@contextmanager
def _listening(listener: int, watched: Watched) -> Iterator[None]:
    thread = threading.Thread(target=_listen, args=(listener, watched))
    thread.start()
    try:
        yield
    finally:
        thread.join()  # it ends with the last process that is watched
        os.close(listener)


def _listen(listener: int, watched: Watched) -> None:
    import fcntl  # not on Windows

    ready = select.poll()
    ready.register(listener, select.POLLIN)
    while True:
        [(_, event)] = ready.poll()
        if event & select.POLLHUP and not event & select.POLLIN:
            return
        notice = bytearray(NOTICE.size)
        try:
            fcntl.ioctl(listener, RECEIVE, notice)
            cookie, pid, _, number, arch, _, *arguments = NOTICE.unpack(notice)
            _note(watched, pid, (number, arch), arguments)
            fcntl.ioctl(listener, ANSWER, GO_ON.pack(cookie, 0, 0, CONTINUE))
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.EINTR}:  # it has just ended
                raise


def _note(watched: Watched, pid: int, call: tuple[int, int], arguments: list[int]) -> None:
    audit, _, numbers = MACHINES[platform.machine()]
    names = {number: name for name, number in numbers.items()}
    name = names.get(call[0], FOREIGN) if call[1] == audit else FOREIGN
    if name in PATHS:
        path, folder = PATHS[name]
        at = None if folder is None else ctypes.c_int(arguments[folder] & 0xFFFFFFFF).value
        watched.written.add(_path(pid, at, _text(pid, arguments[path])))
        return
    who = _text_of(Path(f"/proc/{pid}/comm")).strip()
    if name == "socket":
        watched.calls.append(f"{who}: socket of family {arguments[0]}")
    elif name == "connect":
        address = _memory(pid, arguments[1], min(arguments[2], 128))
        if not address[2:].startswith(b"/var/run/nscd/"):  # whose user this is, asked of the system
            watched.calls.append(f"{who}: connect to {_address(address)}")
    else:
        watched.calls.append(f"{who}: {name}")


def _address(raw: bytes) -> str:
    family = int.from_bytes(raw[:2], sys.byteorder)
    if family == socket.AF_INET:
        return f"{socket.inet_ntop(family, raw[4:8])}:{int.from_bytes(raw[2:4], 'big')}"
    if family == socket.AF_INET6:
        return f"[{socket.inet_ntop(family, raw[8:24])}]:{int.from_bytes(raw[2:4], 'big')}"
    return raw[2:].rstrip(b"\0").decode(errors="replace") or f"family {family}"


def _path(pid: int, folder: int | None, name: str) -> str:
    base = "cwd" if folder in {None, HERE} else f"fd/{folder}"
    try:
        start = str(Path(f"/proc/{pid}/{base}").readlink())
    except OSError:
        start = "?"
    return os.path.normpath(os.path.join(start, name))  # noqa: PTH118  # any bytes may be in it


def _text(pid: int, address: int) -> str:
    return os.fsdecode(_memory(pid, address, 4096).partition(b"\0")[0])


def _memory(pid: int, address: int, size: int) -> bytes:
    """Up to `size` bytes at `address`, read page by page: the next page may not be there."""
    found = b""
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        while len(found) < size:
            memory.seek(address + len(found))
            page = memory.read(min(4096 - (address + len(found)) % 4096, size - len(found)))
            found += page
            if not page or (b"\0" in page and len(found) >= 128):
                break
    return found


def _text_of(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return "?"


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _filter() -> bytes:
    """The rules for the kernel: look at these calls, let all others pass."""
    load, equal, any_of, give = 0x20, 0x15, 0x45, 0x06
    notify, allow = 0x7FC00000, 0x7FFF0000

    def line(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    def argument(number: int) -> bytes:
        return line(load, 16 + 8 * number)

    def where(test: bytes) -> bytes:
        return test + line(give, notify) + line(give, allow)

    audit, _, numbers = MACHINES[platform.machine()]
    rules = line(load, 4) + line(equal, audit, 1, 0) + line(give, notify) + line(load, 0)
    for name, number in numbers.items():
        match name:
            case "openat":
                then = argument(2) + where(line(any_of, WRITING, 0, 1))
            case "open":
                then = argument(1) + where(line(any_of, WRITING, 0, 1))
            case "socket":
                then = argument(0) + where(line(equal, socket.AF_UNIX, 1, 0))
            case _:
                then = line(give, notify)
        rules += line(equal, number, 0, len(then) // 8) + then
    return rules + line(give, allow)


def _be_watched(channel: int, words: list[str]) -> None:
    """Put the rules on this process, hand over the listener, and become `words`."""
    libc = ctypes.CDLL(None, use_errno=True)
    rules = _filter()
    program = _Program(len(rules) // 8, rules)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS, without which only root may
    listener = libc.syscall(MACHINES[platform.machine()][1], 1, 8, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    with socket.socket(fileno=channel) as sender:
        socket.send_fds(sender, [b"\0"], [listener])
    os.execvp(words[0], words)


if __name__ == "__main__":
    _be_watched(int(sys.argv[1]), sys.argv[2:])
