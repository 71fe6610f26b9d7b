"""Who people and devices are, and what each may: accounts, sessions, enrolled devices, the rights of a hall."""
