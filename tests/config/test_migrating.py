"""On PostgreSQL the migrations lead to the tables of the models, from which the other tests are made."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public'
"""
CONSTRAINTS = "SELECT conrelid::regclass::text, contype::text FROM pg_constraint WHERE conrelid <> 0"


def ours() -> set[str]:
    """The tables of the product's own contexts."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model.__module__.startswith("fairlead.")}


def test_migrations_lead_to_the_tables_of_the_models():
    address = urlsplit(os.environ["FAIRLEAD_DATABASE_URL"])
    name = f"migrated_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    environment = os.environ | {"FAIRLEAD_DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "fairlead.cli", "manage", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)
    folder = connection.get_connection_params()["host"]
    with (
        psycopg.connect(host=folder, user="fairlead", dbname=name) as other,
        connection.cursor() as here,
    ):
        for query in (COLUMNS, CONSTRAINTS):
            here.execute(query)
            migrated = sorted(row for row in other.execute(query) if row[0] in ours())
            assert migrated == sorted(row for row in here.fetchall() if row[0] in ours())
            assert len(migrated) > 500
