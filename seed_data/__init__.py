"""What a new branch starts with, and the demonstration compound."""
