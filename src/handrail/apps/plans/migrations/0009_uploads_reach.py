from django.db import migrations

from handrail.reach import protection

# Files that wait for their scan and files that were given up, in every school: ids only, so that a job knows where to
# open a reach.
UPLOADS_TO_SETTLE = """
create function uploads_to_settle(how_many integer) returns table (upload uuid, school bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, school_id from plans_upload where state = 'scanning' order by started_at limit how_many
$$;
"""

UPLOADS_GIVEN_UP = """
create function uploads_given_up(before timestamptz) returns table (upload uuid, school bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, school_id from plans_upload where state <> 'scanning' and started_at < before
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_uploads"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data("plans_upload", "plans_filepart"),
        # Reports are packed already: trying to pack each megabyte again costs time and saves nothing.
        migrations.RunSQL(
            "alter table plans_filepart alter column content set storage external;",
            "alter table plans_filepart alter column content set storage extended;",
        ),
        protection.function(UPLOADS_TO_SETTLE, "uploads_to_settle(integer)"),
        protection.function(UPLOADS_GIVEN_UP, "uploads_given_up(timestamptz)"),
    ]
