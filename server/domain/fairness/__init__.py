"""Whom a counter calls next among those who wait, why, and whom that passes. One rule for the press of *next*, for
every order that is shown, for the estimate and for what-if; it knows no hall, no clock and no log.

Everybody stands at a *reference*: when the number was taken, or the appointed time. Who is promised more stands before
it by a head start, and the smallest is next. Nobody is passed more than `Policy.most_passed` times: who has been is
next wherever he may be called. Instants and durations are ms.

`who_is_next`: the rule itself. `place_in_line`: where each stands, head starts and all. `policy`: how much is promised
to whom. `claims`: who waits, and which desk may call him. `choices`: who was next and by which rule. `line`: those whom
one counter may call, in order.
"""
