"""Network addresses that the shipped geolocation places, and some that nobody can.

Universities and exchanges have used these networks for decades; no private person is
behind any of them.
"""

LOCATED = (
    "18.9.22.69",  # Massachusetts
    "171.64.64.64",  # California
    "128.32.10.10",  # California
    "128.83.40.10",  # Texas
    "141.211.243.44",  # Michigan
    "128.95.120.1",  # Washington
    "128.84.1.1",  # New York
    "128.135.1.1",  # Illinois
    "128.146.1.1",  # Ohio
    "128.227.9.98",  # Florida
    "130.207.244.251",  # Georgia
    "128.143.2.7",  # Virginia
    "128.101.101.101",  # Minnesota
    "128.138.240.1",  # Colorado
    "128.171.1.1",  # Hawaii
    "2607:f388::1",  # Wisconsin
    "129.132.98.12",  # Switzerland
    "131.111.8.42",  # United Kingdom
    "129.187.1.1",  # Germany
    "133.11.0.1",  # Japan
    "129.78.5.8",  # Australia
    "128.100.100.128",  # Canada
    "143.107.1.1",  # Brazil
    "202.92.128.1",  # Philippines
    "41.204.161.1",  # Kenya
    "2001:630:212::1",  # United Kingdom
)
# Reserved for documentation (RFC 5737): no table places them.
NOWHERE = ("192.0.2.17", "198.51.100.23", "203.0.113.5")
