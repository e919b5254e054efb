"""Hashes that young people make of their own pictures, in their own browser.

They go onto a list of their own, `unverified`, that platforms fetch: nobody has looked
at a picture, so no hit here comes of it, and no work. Whoever sent them has a case code
and a PIN to see what platforms answered and to take everything back; nothing here
says who that is.
"""
