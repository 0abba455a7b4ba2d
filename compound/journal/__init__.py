"""What ran: runs, their nodes, what these took and gave, what failed, what was decided. Finished means committed."""
