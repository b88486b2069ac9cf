"""What a website is made of: which pages there are, what stands around them, and the data beside them."""
