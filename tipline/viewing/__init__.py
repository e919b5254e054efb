"""Who may open a reported file, how it is shown, and for how long in a day.

Takes a file that was inspected and matched, and gives previews of it: made in the
jail, marked with who looks, on an origin of their own, and only where the gate finds a
ground. Every preview is a row before its first byte leaves. Seconds of clear pictures
are counted for each person and held under limits, by the server.
"""
