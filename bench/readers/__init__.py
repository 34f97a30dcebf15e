"""What readers get: each kind of page, weighed and checked in a real browser."""
