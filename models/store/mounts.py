"""Which file system a folder lies on: SQLite cannot share a file with other hosts.

Its log needs memory that all who have the file open share, and locks that a network file system
often only pretends to take.
"""

from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""What is mounted where, on Linux; nothing is asked on other systems."""

_OVER_A_NETWORK = frozenset(
    ("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs")
    + ("nfs", "nfs4", "ocfs2", "orangefs", "smb3", "smbfs", "sshfs", "s3fs", "rclone")
)


def network_of(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of network file system a folder lies on; None where it lies on this machine."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    kind, nearest = "", -1
    for line in lines:
        front, _, behind = line.partition(" - ")
        # The fifth field is where it is mounted; blanks in it are written as octal numbers.
        mounted = Path(front.split(" ")[4].replace("\\040", " "))
        # Of two mounts on one place the later hides the earlier.
        if place.is_relative_to(mounted) and len(mounted.parts) >= nearest:
            kind, nearest = behind.split(" ")[0], len(mounted.parts)
    named = kind.removeprefix("fuse.")
    return named if named in _OVER_A_NETWORK else None
