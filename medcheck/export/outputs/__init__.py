"""What a review writes: the folder, its files, and the page."""
