from django.db import migrations

from handrail.reach import protection

# Whoever opens a link has no reach yet. The function runs with the owner's rights and turns a hash that nobody
# can guess into two ids; it says nothing of the pupil, nor of other invitations.
INVITATION_FOR = """
create function invitation_for(the_hash text) returns table (invitation uuid, pupil uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, pupil_id from invitations_invitation where token_hash = the_hash
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("invitations", "0001_initial"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data("invitations_invitation"),
        protection.function(INVITATION_FOR, "invitation_for(text)"),
    ]
