"""Encrypted ports: the server's own authority, its certificate and how it stays valid, certificates given by path."""
