"""What all portals share: request ids, headers, logging, sign-in pages' plumbing."""
