"""Lines and waits of a hall that is simulated: what the rule for who is next is worth, beside the rules of others."""
