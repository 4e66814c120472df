"""No test leaves the machine."""

import socket

import pytest


def test_an_address_outside_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
