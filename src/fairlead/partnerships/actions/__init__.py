"""What can be done with a partnership: invite, arrange in writing, end."""
