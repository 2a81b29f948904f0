from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, where rate limits are counted for every worker alike."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "create table accounts_cache ("
            " cache_key varchar(255) primary key, value text not null, expires timestamptz not null);"
            "create index accounts_cache_expires on accounts_cache (expires);",
            "drop table accounts_cache",
        )
    ]
