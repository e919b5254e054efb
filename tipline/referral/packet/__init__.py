"""The packet an agency receives: values in, bytes out.

`PacketContents` holds everything that is known of one report, as frozen values. From it
come a PDF for people, a JSON for the tools police already have, two CSV tables, and a
ZIP of all of these with the originals and those files that `file_gate` lets pass.
Nothing here reads a database, a clock or a setting, and the same contents always give
the same bytes.
"""
