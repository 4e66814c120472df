"""What the invented city is made of: its offices, names, jobs and wishes. Tables only; `generator` draws from them."""
