"""The match stage: stories and copies over the whole corpus, then quotes and claims in chunks of whole stories."""
