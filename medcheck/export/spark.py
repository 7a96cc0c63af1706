"""``annotate`` for data frames of Spark, under the name by which others import it."""

from medcheck.export.engines.spark.annotate import annotate

__all__ = ["annotate"]
