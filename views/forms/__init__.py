"""What each part of the page of forms says."""
