"""What Legwise is measured against: time, growth, and pyAgrum on the same networks."""
