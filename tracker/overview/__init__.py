"""What is late, what is next, on whose desk."""
