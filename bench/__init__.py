"""How fast the portal is on this machine: `make bench`. Not part of the tests, because a busy machine is no fault of the code."""
