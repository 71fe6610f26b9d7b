"""What a person at the server's own computer does with accounts, also when nobody can sign in."""
