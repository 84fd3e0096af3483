"""Limits that a child sets on itself where the system has them. Nothing here is needed: the parent watches time and memory anyway."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["limit_cpu", "limit_memory", "unlimited_memory"]

_SPARE_CPU_S = 30


def _resource() -> Any:
    """The `resource` module, None on systems without it."""
    try:
        import resource
    except ImportError:
        return None
    return resource


def _set_soft(resource: Any, which: int, wanted: int) -> None:
    hard = resource.getrlimit(which)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError):
        return


def _address_space() -> int:
    """Bytes of address space in use now, 0 where /proc does not say."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            pages = int(stream.read().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    resource = _resource()
    return pages * int(resource.getpagesize()) if resource is not None else 0


def limit_memory(megabytes: int) -> None:
    """Let this process grow by `megabytes` of address space from now on; a single huge allocation then fails before it is made.

    The limit counts from what is mapped already, for libraries reserve far more address space than they use.
    """
    resource = _resource()
    if resource is None or sys.platform == "darwin":  # macOS ignores RLIMIT_AS
        return
    _set_soft(resource, resource.RLIMIT_AS, _address_space() + megabytes * 1024 * 1024)


@contextmanager
def unlimited_memory() -> Iterator[None]:
    """Lift the memory limit while a program is started that has to map more (LibreOffice); it stays under the parent's watch."""
    resource = _resource()
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    _set_soft(resource, resource.RLIMIT_AS, before[1])
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def limit_cpu(seconds: float) -> None:
    """A last resort should the parent be gone: the system ends this process after `seconds` of computing and a margin."""
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft(resource, resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + _SPARE_CPU_S)
