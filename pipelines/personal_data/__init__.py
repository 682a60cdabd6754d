"""The policy on personal data: whose names and numbers are withheld when documents are read, and searched at the door.

Free of every room: reading and release go by the same declaration, `policy.yaml`.
"""
