"""Response Stories: rooms with one subject each. README.md beside this file draws the arrows between them."""
