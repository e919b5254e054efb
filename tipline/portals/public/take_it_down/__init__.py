"""Take It Down's pages: for young people who are in pictures that must not go round."""
