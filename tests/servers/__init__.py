"""Real servers on loopback: what the portal would meet outside, under the test's control."""
