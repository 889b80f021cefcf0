"""Load clients that measure the real server on its real request path. Never part of the tests. See README.md."""
