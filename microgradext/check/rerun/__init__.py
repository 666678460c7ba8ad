"""The user's own code run again, safely: within a time limit, and everything put back afterwards."""
