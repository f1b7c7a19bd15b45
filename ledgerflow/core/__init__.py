"""What every app may use: errors, money, the database backend. Knows no app."""
