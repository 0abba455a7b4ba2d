"""Language models: what is asked of them, who runs them, and how their answers are kept in form and in bounds."""
