"""rules/**/*.yaml made into a Rulebook: loaded, validated, compiled, cached."""
