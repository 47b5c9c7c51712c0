"""Starts the loopback of a network namespace, in which it is the only interface. Needs no program of its own for it."""

import fcntl
import socket
import struct

SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
