"""The demonstration: an invented cast, lists and reports, sent as platforms send them.

It takes a running product in demonstration mode and gives it platforms, people, hash
lists and reports, and says what became of them. Reports travel over HTTP like real
ones. Everything is invented: names, addresses on example domains, and pictures of
noise, gradients and geometry. The network addresses are those of universities and
exchanges, so that geolocation has something to find.
"""
