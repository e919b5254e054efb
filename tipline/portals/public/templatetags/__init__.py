"""Tags of the open side's templates."""
