"""The desk from elsewhere: over a real sshd, and in a real browser."""
