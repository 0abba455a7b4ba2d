"""The places where calls run, one file each. All take a Ticket and put it into its inbox when the call has ended."""
