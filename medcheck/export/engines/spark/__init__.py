"""The engine on a cluster: Apache Spark."""
