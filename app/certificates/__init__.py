"""Certificates: issued from frozen results, printed on request, verified by anybody who holds the number."""
